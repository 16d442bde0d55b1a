package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.FileFormats;
import dev.allotrope.carbon.wire.WireRequest;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which items; null restricts nothing. Every item is a root file of type ARTICLE and format SALESFORCE.
record ListItemsFilters(
        @Nullable List<String> externalIds,
        @Nullable List<Long> ids,
        @Nullable String name,
        @Nullable Boolean rootFilesOnly,
        @Size(max = 50) @Nullable List<FileFormats> fileFormats,
        @Size(max = 50) @Nullable List<SourceItemTypes> itemTypes)
        implements WireRequest {
    static final ListItemsFilters NONE = new ListItemsFilters(null, null, null, null, null, null);

    /// Whether documents of the kind that Salesforce has can match at all.
    boolean admitsDocuments() {
        return (fileFormats == null || fileFormats.isEmpty() || fileFormats.contains(FileFormats.SALESFORCE))
                && (itemTypes == null || itemTypes.isEmpty() || itemTypes.contains(SourceItemTypes.ARTICLE));
    }
}
