package dev.allotrope.carbon.contract;

import dev.allotrope.carbon.contract.source.DataSourceExtendedInput;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.wire.AnyOf;
import dev.allotrope.carbon.wire.Given;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.tenant.settings.AutoSync;
import dev.allotrope.tenant.settings.Limit;
import dev.allotrope.tenant.settings.Preferences;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes to what holds for users. An absent field changes nothing, and neither does null for the sources; null for
/// a number takes the user's own value away, and `-1` is no limit, or for the interval the same as null.
public record UserConfiguration(
        @Nullable AnyOf<List<DataSourceType>, DataSourceExtendedInput> autoSyncEnabledSources,
        @Min(-1) Given<Long> maxFiles,
        @Min(-1) Given<Long> maxFilesPerUpload,
        @Min(-1) Given<Long> maxCharacters,
        @Min(-1) Given<Long> maxCharactersPerFile,
        @Min(-1) Given<Long> maxCharactersPerUpload,
        @Min(-1) Given<Integer> autoSyncInterval)
        implements WireRequest {
    private static final int INHERITED = -1;

    /// What preferences become that were `before`.
    public Preferences over(Preferences before) {
        Preferences after = before.withAutoSyncHours(interval(before.autoSyncHours()));
        for (Map.Entry<Limit, Given<Long>> limit : limits().entrySet()) {
            after = after.withLimit(
                    limit.getKey(), limit.getValue().over(before.limits().get(limit.getKey())));
        }
        return switch (autoSyncEnabledSources) {
            case null -> after;
            case AnyOf.First<List<DataSourceType>, ?>(List<DataSourceType> types) ->
                after.withAutoSync(
                        AutoSync.only(types.stream().map(DataSourceType::name).toList()));
            case AnyOf.Second<?, DataSourceExtendedInput> _ -> after.withAutoSync(AutoSync.EVERYTHING);
        };
    }

    /// Throws [InvalidRequest] for an interval that nobody offers. `loc` leads to this object.
    public void check(Object... loc) {
        if (autoSyncInterval instanceof Given.Value<Integer>(Integer hours)
                && hours != INHERITED
                && !Preferences.HOURS.contains(hours)) {
            List<Object> field = new ArrayList<>(List.of(loc));
            field.add("auto_sync_interval");
            throw InvalidRequest.value("must be one of 3, 6, 12, 24", field.toArray());
        }
    }

    private @Nullable Integer interval(@Nullable Integer before) {
        Integer hours = autoSyncInterval.over(before);
        return hours == null || hours == INHERITED ? null : hours;
    }

    private Map<Limit, Given<Long>> limits() {
        Map<Limit, Given<Long>> limits = new EnumMap<>(Limit.class);
        limits.put(Limit.DOCUMENTS, maxFiles);
        limits.put(Limit.DOCUMENTS_PER_UPLOAD, maxFilesPerUpload);
        limits.put(Limit.CHARACTERS, maxCharacters);
        limits.put(Limit.CHARACTERS_PER_DOCUMENT, maxCharactersPerFile);
        limits.put(Limit.CHARACTERS_PER_UPLOAD, maxCharactersPerUpload);
        return limits;
    }

    /// Limits and interval as the wire shows them; what is not set is absent.
    public static Map<String, Long> limits(Preferences preferences) {
        Map<String, Long> shown = new LinkedHashMap<>();
        for (Limit limit : Limit.values()) {
            Long most = preferences.limits().get(limit);
            if (most != null) {
                shown.put(name(limit), most);
            }
        }
        if (preferences.autoSyncHours() != null) {
            shown.put("auto_sync_interval", preferences.autoSyncHours().longValue());
        }
        return shown;
    }

    /// Everything that is set, in the form in which it is set.
    public static Map<String, Object> show(Preferences preferences) {
        Map<String, Object> shown = new LinkedHashMap<>();
        switch (preferences.autoSync()) {
            case null -> {}
            case AutoSync.Everything _ -> shown.put("auto_sync_enabled_sources", DataSourceExtendedInput.ALL);
            case AutoSync.Only only -> shown.put("auto_sync_enabled_sources", only.kinds());
        }
        shown.putAll(limits(preferences));
        return shown;
    }

    /// Sources as the wire shows them: `["ALL"]` for all of them.
    public static List<String> sources(AutoSync autoSync) {
        return switch (autoSync) {
            case AutoSync.Everything _ -> List.of(DataSourceExtendedInput.ALL.name());
            case AutoSync.Only only -> List.copyOf(only.kinds());
        };
    }

    private static String name(Limit limit) {
        return switch (limit) {
            case DOCUMENTS -> "max_files";
            case DOCUMENTS_PER_UPLOAD -> "max_files_per_upload";
            case CHARACTERS -> "max_characters";
            case CHARACTERS_PER_DOCUMENT -> "max_characters_per_file";
            case CHARACTERS_PER_UPLOAD -> "max_characters_per_upload";
        };
    }
}
