package dev.allotrope.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileParserTest {
    private final FileParser files = new FileParser(FileParser.Limits.DEFAULT);

    @Test
    void a_pdf_is_read_page_by_page() throws IOException {
        assertThat(text("guide.pdf", pdf("Hold the reset button", "Then wait")))
                .isEqualTo("Hold the reset button\n\nThen wait");
    }

    @Test
    void a_word_document_keeps_its_table() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            document.createParagraph().createRun().setText("Ports of the router");
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("Port");
            table.getRow(0).getCell(1).setText("Use");
            table.getRow(1).getCell(0).setText("443");
            table.getRow(1).getCell(1).setText("web");
            document.write(out);
        }

        assertThat(text("ports.docx", out.toByteArray()))
                .isEqualTo("Ports of the router\n\n| Port | Use |\n| --- | --- |\n| 443 | web |");
    }

    @Test
    void sheets_and_slides_are_read() throws IOException {
        ByteArrayOutputStream slides = new ByteArrayOutputStream();
        try (XMLSlideShow show = new XMLSlideShow()) {
            show.createSlide().createTextBox().setText("Quarterly goals");
            show.write(slides);
        }

        assertThat(text("prices.xlsx", sheet(new XSSFWorkbook()))).contains("Prices", "| Cable | 12 |");
        assertThat(text("prices.xls", sheet(new HSSFWorkbook()))).contains("Prices", "| Cable | 12 |");
        assertThat(text("goals.pptx", slides.toByteArray())).contains("Quarterly goals");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16", "windows-1252"})
    void plain_text_is_read_in_the_encoding_that_it_is_in(String encoding) {
        String plain = "Größe der Übertragung überprüfen: fünf Geräte\nzweite Zeile\n\nnächster Absatz über Türöffner";

        assertThat(text("text.txt", plain.getBytes(Charset.forName(encoding)))).isEqualTo(plain);
    }

    @Test
    void tables_pages_and_rich_text_are_read() throws IOException {
        String rtf = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\pard Hold the {\\b button}\\par Then wait}";
        String odt = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>"
                + "<text:p>Open text</text:p></office:text></office:body></office:document-content>";

        assertThat(text("ports.csv", "port,use\n443,web\n22,shell\n".getBytes(UTF_8)))
                .contains("| 443 | web |");
        assertThat(text("page.html", "<h1>Title</h1><script>run()</script><p>Body</p>".getBytes(UTF_8)))
                .isEqualTo("# Title\n\nBody");
        assertThat(text("note.rtf", rtf.getBytes(UTF_8))).isEqualTo("Hold the button\n\nThen wait");
        assertThat(text(
                        "open.odt",
                        zip(Map.of("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", odt))))
                .isEqualTo("Open text");
    }

    @Test
    void the_bytes_say_what_a_file_is_not_its_name() throws IOException {
        assertThat(text("guide.txt", pdf("A page"))).isEqualTo("A page");
        assertThat(refusal("archive.txt", zip(Map.of("a.txt", "text"))))
                .isEqualTo(
                        "could not read file archive.txt: its content is of the type application/zip, which is not read");
    }

    @Test
    void a_password_is_said_to_be_missing() throws Exception {
        ByteArrayOutputStream lockedPdf = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(lockedPdf);
        }

        assertThat(refusal("secret.pdf", lockedPdf.toByteArray())).endsWith("it is protected by a password");
        assertThat(refusal("secret.xlsx", locked(sheet(new XSSFWorkbook())))).endsWith("it is protected by a password");
    }

    @Test
    void a_damaged_or_empty_file_is_unreadable_and_says_so() throws IOException {
        byte[] pdf = pdf("A page");
        byte[] word = sheet(new XSSFWorkbook());

        assertThat(refusal("none.pdf", new byte[0])).isEqualTo("could not read file none.pdf: it is empty");
        assertThat(refusal("half.xlsx", java.util.Arrays.copyOf(word, word.length / 2)))
                .startsWith("could not read file half.xlsx: it ");
        assertThat(refusal("head.pdf", java.util.Arrays.copyOf(pdf, 20))).endsWith("it is damaged");
    }

    @Test
    void a_scan_has_no_text() throws IOException {
        assertThat(refusal("scan.pdf", pdf(""))).contains("it has no text");
    }

    @Test
    void what_unpacks_to_far_more_than_it_is_is_given_up() throws IOException {
        String bomb = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                + "<!--" + "a".repeat(3_000_000) + "--><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>";

        byte[] packed = replaced(word("x"), "word/document.xml", bomb);

        assertThat(packed).hasSizeLessThan(30_000);
        assertThat(catchThrowableOfType(
                                Failure.class,
                                () -> limited(5_000_000, 2_000_000).read("bomb.docx", packed))
                        .getMessage())
                .isEqualTo("could not read file bomb.docx: it unpacks to more than 2000000 bytes");
        assertThat(limited(5_000_000, 4_000_000).read("bomb.docx", packed)).contains("x");
    }

    @Test
    void an_entity_of_elsewhere_is_not_fetched() throws IOException {
        String outside = "<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                + "<w:p><w:r><w:t>before &e; after</w:t></w:r></w:p></w:body></w:document>";
        String host =
                new String(java.nio.file.Files.readAllBytes(java.nio.file.Path.of("/etc/hostname")), UTF_8).strip();

        String answer = answer("outside.docx", replaced(word("x"), "word/document.xml", outside));

        assertThat(answer).isNotBlank().doesNotContain(host);
    }

    @Test
    void text_beyond_the_limit_is_refused_and_not_cut() {
        FileParser small = limited(1_000, 1_000_000);

        assertThat(small.read("short.txt", "a".repeat(1_000).getBytes(UTF_8))).contains("aaa");
        assertThat(catchThrowableOfType(
                                Failure.class,
                                () -> small.read("long.txt", "a".repeat(1_001).getBytes(UTF_8)))
                        .getMessage())
                .isEqualTo("could not read file long.txt: its text has more than 1000 characters");
    }

    @Test
    void reading_ends_with_its_time_and_gives_its_place_back() throws IOException {
        FileParser hasty = new FileParser(new FileParser.Limits(1_000_000, 1_000_000, 200, Duration.ofNanos(1), 1));
        byte[] pdf = pdf("A page");

        for (int i = 0; i < 3; i++) {
            Failure failure = catchThrowableOfType(Failure.class, () -> hasty.read("slow.pdf", pdf));
            assertThat(failure.getMessage()).containsAnyOf("too long", "within", "too many files");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "zip", "mp4", "exe", "", "msg"})
    void other_formats_are_not_tried(String extension) {
        assertThat(FileParser.reads(extension)).isFalse();
        assertThat(FileParser.mediaType(extension)).isEqualTo("application/octet-stream");
    }

    private static FileParser limited(long characters, long unpacked) {
        return new FileParser(new FileParser.Limits(characters, unpacked, 200, Duration.ofSeconds(60), 1));
    }

    private String text(String name, byte[] content) {
        return new Parser().parse(files.read(name, content)).text();
    }

    private String refusal(String name, byte[] content) {
        Failure failure = catchThrowableOfType(Failure.class, () -> files.read(name, content));
        assertThat(failure).as(name).isNotNull();
        assertThat(failure.code()).isEqualTo(ErrorCode.CONTENT_UNREADABLE);
        return failure.getMessage();
    }

    private String answer(String name, byte[] content) {
        try {
            return files.read(name, content);
        } catch (Failure refused) {
            return refused.getMessage();
        }
    }

    private static byte[] pdf(String... pages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            for (String text : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(50, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            document.save(out);
        }
        return out.toByteArray();
    }

    private static byte[] word(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            document.createParagraph().createRun().setText(text);
            document.write(out);
        }
        return out.toByteArray();
    }

    private static byte[] sheet(Workbook workbook) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (workbook) {
            Sheet sheet = workbook.createSheet("Prices");
            sheet.createRow(0).createCell(0).setCellValue("Thing");
            sheet.getRow(0).createCell(1).setCellValue("Price");
            sheet.createRow(1).createCell(0).setCellValue("Cable");
            sheet.getRow(1).createCell(1).setCellValue(12);
            workbook.write(out);
        }
        return out.toByteArray();
    }

    private static byte[] locked(byte[] content) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (POIFSFileSystem store = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("secret");
            try (var plain = encryptor.getDataStream(store)) {
                plain.write(content);
            }
            store.writeFilesystem(out);
        }
        return out.toByteArray();
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : entries.keySet().stream()
                    .sorted(java.util.Comparator.reverseOrder())
                    .toList()) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(entries.get(name).getBytes(UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static byte[] replaced(byte[] zipped, String entry, String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new ByteArrayInputStream(zipped);
                ZipInputStream from = new ZipInputStream(in);
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry each = from.getNextEntry(); each != null; each = from.getNextEntry()) {
                to.putNextEntry(new ZipEntry(each.getName()));
                to.write(each.getName().equals(entry) ? content.getBytes(UTF_8) : from.readAllBytes());
            }
        }
        return out.toByteArray();
    }
}
