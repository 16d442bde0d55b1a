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

    /// The format of files of a kind. What is none of the contract's is told apart by its media type.
    public static FileFormats of(String kind) {
        return named(kind.toUpperCase(Locale.ROOT));
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
