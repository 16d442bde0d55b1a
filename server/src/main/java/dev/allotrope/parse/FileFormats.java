package dev.allotrope.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.tika.detect.AutoDetectReader;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.EmptyParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.ToXMLContentHandler;
import org.jsoup.Jsoup;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/// The readers of the formats, each named here: none is looked up on the class path, so that none comes along that
/// would start a program or ask the network.
final class FileFormats {
    /// What a PDF may take before its reader turns to the disk.
    private static final long MAX_PDF_MEMORY = 64L << 20;

    private static final MediaType OOXML = MediaType.application("x-tika-ooxml");
    private static final MediaType OLE = MediaType.application("x-tika-msoffice");
    private static final MediaType PDF = MediaType.application("pdf");
    private static final MediaType RTF = MediaType.application("rtf");
    private static final MediaType CSV = MediaType.text("csv");
    private static final MediaType TSV = MediaType.text("tab-separated-values");
    private static final MediaType JSON = MediaType.application("json");

    private final MediaTypeRegistry types = MimeTypes.getDefaultMimeTypes().getMediaTypeRegistry();
    private final PDFParser pdf = new PDFParser();
    private final OOXMLParser ooxml = new OOXMLParser();
    private final OfficeParser ole = new OfficeParser();
    private final RTFParser rtf = new RTFParser();
    private final OpenDocumentParser openDocument = new OpenDocumentParser();

    /// What these bytes are is no format that is read.
    static final class Unknown extends TikaException {
        private static final long serialVersionUID = 1L;

        private final MediaType type;

        Unknown(MediaType type) {
            super(type + " is not read");
            this.type = type;
        }

        String reason() {
            return "its content is of the type " + type + ", which is not read";
        }
    }

    static MediaType detect(MimeTypes types, InputStream content, String name) throws IOException {
        return types.detect(content, named(name));
    }

    String html(MediaType type, String name, byte[] content, Bounded text)
            throws IOException, SAXException, TikaException {
        if (is(type, MediaType.TEXT_HTML) || is(type, MediaType.application("xhtml+xml"))) {
            return web(content, text);
        }
        if (is(type, CSV) || is(type, TSV)) {
            return table(type, name, content, text);
        }
        if (is(type, PDF)) {
            return parsed(pdf, name, content, text);
        }
        if (is(type, OOXML)) {
            text.requireUnpackable(content);
            return parsed(ooxml, name, content, text);
        }
        if (is(type, OLE)) {
            return parsed(ole, name, content, text);
        }
        if (is(type, RTF)) {
            return parsed(rtf, name, content, text);
        }
        if (type.getSubtype().startsWith("vnd.oasis.opendocument.")) {
            text.requireUnpackable(content);
            return parsed(openDocument, name, content, text);
        }
        if (type.getType().equals("text") || is(type, JSON)) {
            return plain(name, content, text);
        }
        throw new Unknown(type);
    }

    private boolean is(MediaType type, MediaType kind) {
        return type.equals(kind) || types.isSpecializationOf(type, kind);
    }

    private static String parsed(org.apache.tika.parser.Parser parser, String name, byte[] content, Bounded text)
            throws IOException, SAXException, TikaException {
        ToXMLContentHandler html = new ToXMLContentHandler();
        try (TikaInputStream in = TikaInputStream.get(content)) {
            // With a file to turn to, the parts of a document are not all held in memory.
            in.getPath();
            parser.parse(in, text.over(html), named(name), context());
        }
        return html.toString();
    }

    private static ParseContext context() {
        ParseContext context = new ParseContext();
        context.set(org.apache.tika.parser.Parser.class, EmptyParser.INSTANCE);
        context.set(EmbeddedDocumentExtractor.class, new Closed());
        PDFParserConfig pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setExtractInlineImages(false);
        pdf.setExtractBookmarksText(false);
        pdf.setMaxMainMemoryBytes(MAX_PDF_MEMORY);
        context.set(PDFParserConfig.class, pdf);
        OfficeParserConfig office = new OfficeParserConfig();
        office.setExtractMacros(false);
        office.setUseSAXDocxExtractor(true);
        office.setUseSAXPptxExtractor(true);
        context.set(OfficeParserConfig.class, office);
        return context;
    }

    /// Files inside a file stay closed.
    private static final class Closed implements EmbeddedDocumentExtractor {
        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(InputStream in, ContentHandler handler, Metadata metadata, boolean outputHtml) {
            throw new IllegalStateException("a file inside a file was opened");
        }
    }

    /// Web pages are what the parser of articles reads.
    private static String web(byte[] content, Bounded text) throws IOException, SAXException {
        String html =
                Jsoup.parse(new ByteArrayInputStream(content), null, "").body().html();
        text.read(html);
        return html;
    }

    private static String table(MediaType type, String name, byte[] content, Bounded text)
            throws IOException, SAXException, TikaException {
        String whole = decoded(name, content);
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(type.equals(TSV) ? '\t' : separator(whole))
                .setIgnoreEmptyLines(true)
                .get();
        StringBuilder html = new StringBuilder("<table>");
        try (CSVParser rows = format.parse(new StringReader(whole))) {
            for (CSVRecord row : rows) {
                html.append("<tr>");
                for (String cell : row) {
                    text.read(cell);
                    html.append("<td>").append(escaped(cell)).append("</td>");
                }
                html.append("</tr>");
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return html.append("</table>").toString();
    }

    /// Where a comma stands before decimals, semicolons stand between cells.
    private static char separator(String whole) {
        String first = whole.lines().findFirst().orElse("");
        return first.chars().filter(c -> c == ';').count()
                        > first.chars().filter(c -> c == ',').count()
                ? ';'
                : ',';
    }

    private static String plain(String name, byte[] content, Bounded text)
            throws IOException, SAXException, TikaException {
        String whole = decoded(name, content);
        text.read(whole);
        return Arrays.stream(
                        whole.strip().replace("\r\n", "\n").replace('\r', '\n').split("\n[ \t]*\n\\s*"))
                .map(paragraph -> "<p>" + escaped(paragraph).replace("\n", "<br>") + "</p>")
                .collect(Collectors.joining());
    }

    private static String decoded(String name, byte[] content) throws IOException, TikaException {
        try (Reader reader = new AutoDetectReader(new ByteArrayInputStream(content), named(name))) {
            return reader.readAllAsString().replace("\0", "");
        }
    }

    private static String escaped(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Metadata named(String name) {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        return metadata;
    }
}
