package dev.allotrope.carbon.contract;

import java.util.Locale;

/// Formats of files.
public enum FileFormats {
    TXT,
    CSV,
    TSV,
    PDF,
    DOCX,
    PPTX,
    XLSX,
    XLSM,
    MD,
    RTF,
    JSON,
    HTML,
    NOTION,
    GOOGLE_DOCS,
    GOOGLE_SHEETS,
    GOOGLE_SLIDES,
    INTERCOM,
    CONFLUENCE,
    RSS_FEED,
    GMAIL,
    OUTLOOK,
    ZENDESK,
    FRESHDESK,
    WEB_SCRAPE,
    GITBOOK,
    SALESFORCE,
    GITHUB,
    SLACK,
    GURU,
    SERVICENOW,
    GONG,
    DOCUMENT360,
    JPG,
    PNG,
    MP3,
    MP2,
    AAC,
    WAV,
    FLAC,
    PCM,
    M4A,
    OGG,
    OPUS,
    MPEG,
    MPG,
    MP4,
    WMV,
    AVI,
    MOV,
    MKV,
    FLV,
    WEBM,
    EML,
    MSG;

    /// The format that the end of a file's name means. What has none of its own here has that of its kind, and is told
    /// apart by its media type.
    public static FileFormats of(String extension) {
        return switch (extension) {
            case "htm" -> HTML;
            case "log" -> TXT;
            case "doc", "docm", "odt" -> DOCX;
            case "xls", "ods" -> XLSX;
            case "ppt", "pptm", "odp" -> PPTX;
            case "jpeg" -> JPG;
            default -> named(extension.toUpperCase(Locale.ROOT));
        };
    }

    private static FileFormats named(String name) {
        for (FileFormats format : values()) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        return SALESFORCE;
    }
}
