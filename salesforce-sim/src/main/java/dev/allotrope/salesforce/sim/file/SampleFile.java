package dev.allotrope.salesforce.sim.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes a small file of the kind its name ends in out of a text, line by line: PDF, Word or plain text.
public final class SampleFile {

    private static final int PDF_LINES = 48;
    private static final String PDF_FONT =
            "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica " + "/Encoding /WinAnsiEncoding >> >>";
    private static final LocalDateTime ZIP_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String CONTENT_TYPES = XML + """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/word/document.xml" \
            ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
            </Types>
            """;
    private static final String RELATIONSHIPS = XML + """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" \
            Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
            Target="word/document.xml"/>
            </Relationships>
            """;

    private SampleFile() {}

    /// The bytes of a file; names that end in neither `.pdf` nor `.docx` get the text itself.
    public static byte[] of(String name, String text) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".pdf")) {
            return pdf(text.lines().toList());
        }
        return lower.endsWith(".docx") ? docx(text.lines().toList()) : text.getBytes(StandardCharsets.UTF_8);
    }

    /// A page for every 48 lines, each line drawn as text.
    private static byte[] pdf(List<String> lines) {
        List<String> contents = new ArrayList<>();
        for (int from = 0; from == 0 || from < lines.size(); from += PDF_LINES) {
            contents.add(page(lines.subList(from, Math.min(lines.size(), from + PDF_LINES))));
        }
        List<String> objects = new ArrayList<>();
        StringBuilder kids = new StringBuilder();
        for (int i = 0; i < contents.size(); i++) {
            kids.append(3 + 2 * i).append(" 0 R ");
        }
        objects.add("<< /Type /Catalog /Pages 2 0 R >>");
        objects.add("<< /Type /Pages /Kids [ %s] /Count %d >>".formatted(kids, contents.size()));
        for (int i = 0; i < contents.size(); i++) {
            objects.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << %s >> /Contents %d 0 R >>"
                    .formatted(PDF_FONT, 4 + 2 * i));
            String content = contents.get(i);
            objects.add("<< /Length %d >>\nstream\n%s\nendstream".formatted(content.length(), content));
        }
        return pdfFile(objects);
    }

    private static String page(List<String> lines) {
        StringBuilder content = new StringBuilder("BT /F1 11 Tf 50 790 Td 15 TL\n");
        for (String line : lines) {
            String escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)");
            content.append('(').append(escaped).append(") Tj T*\n");
        }
        return content.append("ET").toString();
    }

    /// One byte a character, so that places in the text are places in the file.
    private static byte[] pdfFile(List<String> objects) {
        StringBuilder file = new StringBuilder("%PDF-1.4\n");
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < objects.size(); i++) {
            places.append("%010d 00000 n \n".formatted(file.length()));
            file.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
        }
        int table = file.length();
        file.append("xref\n0 ")
                .append(objects.size() + 1)
                .append("\n0000000000 65535 f \n")
                .append(places);
        file.append("trailer\n<< /Size ").append(objects.size() + 1).append(" /Root 1 0 R >>\n");
        file.append("startxref\n").append(table).append("\n%%EOF\n");
        return file.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] docx(List<String> lines) {
        StringBuilder document = new StringBuilder(XML)
                .append(
                        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>");
        for (String line : lines) {
            String escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
            document.append("<w:p><w:r><w:t xml:space=\"preserve\">")
                    .append(escaped)
                    .append("</w:t></w:r></w:p>");
        }
        document.append("</w:body></w:document>");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "[Content_Types].xml", CONTENT_TYPES);
            entry(zip, "_rels/.rels", RELATIONSHIPS);
            entry(zip, "word/document.xml", document.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("could not make a document in memory", e);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ZIP_TIME);
        zip.putNextEntry(entry);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
