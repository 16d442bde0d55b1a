package dev.allotrope.carbon.users;

import dev.allotrope.carbon.contract.UserConfiguration;
import dev.allotrope.carbon.contract.source.DataSourceExtendedInput;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.wire.AnyOf;
import dev.allotrope.carbon.wire.Given;
import dev.allotrope.carbon.wire.WireRequest;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes to several users at once; see [UserConfiguration] for the fields.
record UpdateUsersInput(
        @Nullable AnyOf<List<DataSourceType>, DataSourceExtendedInput> autoSyncEnabledSources,
        @Min(-1) Given<Long> maxFiles,
        @Min(-1) Given<Long> maxFilesPerUpload,
        @Min(-1) Given<Long> maxCharacters,
        @Min(-1) Given<Long> maxCharactersPerFile,
        @Min(-1) Given<Long> maxCharactersPerUpload,
        @Min(-1) Given<Integer> autoSyncInterval,
        @Size(min = 1, max = 100) List<String> customerIds)
        implements WireRequest {
    UserConfiguration configuration() {
        return new UserConfiguration(
                autoSyncEnabledSources,
                maxFiles,
                maxFilesPerUpload,
                maxCharacters,
                maxCharactersPerFile,
                maxCharactersPerUpload,
                autoSyncInterval);
    }
}
