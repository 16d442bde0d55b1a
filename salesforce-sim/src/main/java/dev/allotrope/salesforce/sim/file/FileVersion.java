package dev.allotrope.salesforce.sim.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/// One upload of a document (`ContentVersion`).
///
/// @param number from 1 up within the document
/// @param name   as uploaded, with its extension
public record FileVersion(String id, String documentId, int number, String name, byte[] content, Instant created) {

    private static final Map<String, String> TYPES = Map.of(
            "pdf", "PDF",
            "docx", "WORD_X",
            "xlsx", "EXCEL_X",
            "pptx", "POWER_POINT_X",
            "txt", "TEXT",
            "md", "UNKNOWN");

    /// The name without its extension.
    public String title() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    public String extension() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /// The picklist value Salesforce has for the extension.
    public String fileType() {
        return extension().isEmpty()
                ? "UNKNOWN"
                : TYPES.getOrDefault(extension(), extension().toUpperCase(Locale.ROOT));
    }

    /// MD5, in hexadecimal.
    public String checksum() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
