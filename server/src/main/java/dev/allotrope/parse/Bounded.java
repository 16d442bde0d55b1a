package dev.allotrope.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.ZipInputStream;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/// Watches over a text while it is read from a file, and ends reading at the first limit that it reaches.
final class Bounded {
    private static final int BUFFER = 64 << 10;

    private final long characters;
    private final long unpacked;
    private final int depth;
    private final long end;
    private long seen;
    private volatile boolean blank = true;
    private volatile @Nullable String reached;

    Bounded(FileParser.Limits limits) {
        this.characters = limits.characters();
        this.unpacked = limits.unpacked();
        this.depth = limits.depth();
        this.end = System.nanoTime() + limits.time().toNanos();
    }

    /// What ended the reading.
    @Nullable
    String reached() {
        return reached;
    }

    /// Whether nothing but space was read.
    boolean isBlank() {
        return blank;
    }

    void read(char[] text, int start, int length) throws LimitReached {
        seen += length;
        for (int i = start; blank && i < start + length; i++) {
            blank = Character.isWhitespace(text[i]) || Character.isSpaceChar(text[i]);
        }
        if (seen > characters) {
            throw reach("its text has more than " + characters + " characters");
        }
        requireTime();
    }

    void read(String text) throws LimitReached {
        read(text.toCharArray(), 0, text.length());
    }

    /// The parsers unpack without looking how much it becomes, so it is counted before.
    void requireUnpackable(byte[] zipped) throws IOException, LimitReached {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            while (zip.getNextEntry() != null) {
                for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                    total += read;
                    if (total > unpacked) {
                        throw reach("it unpacks to more than " + unpacked + " bytes");
                    }
                    requireTime();
                }
            }
        }
    }

    private void requireTime() throws LimitReached {
        if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
            throw reach("reading it took too long");
        }
    }

    private LimitReached reach(String limit) {
        reached = limit;
        return new LimitReached(limit);
    }

    ContentHandler over(ContentHandler text) {
        return new Watched(text);
    }

    static final class LimitReached extends SAXException {
        private static final long serialVersionUID = 1L;

        LimitReached(String limit) {
            super(limit);
        }
    }

    /// Lets the body of a document through and nothing of what a format says about it.
    private final class Watched extends ContentHandlerDecorator {
        private int open;
        private int body;

        Watched(ContentHandler text) {
            super(text);
        }

        @Override
        public void startElement(String uri, String name, String qualified, Attributes attributes) throws SAXException {
            if (++open > depth) {
                throw reach("it is nested more than " + depth + " levels deep");
            }
            requireTime();
            if (body == 0 && name.equals("body")) {
                body = open;
            }
            if (body > 0) {
                super.startElement(uri, name, qualified, attributes);
            }
        }

        @Override
        public void endElement(String uri, String name, String qualified) throws SAXException {
            if (body > 0) {
                super.endElement(uri, name, qualified);
            }
            if (open-- == body) {
                body = 0;
            }
        }

        @Override
        public void characters(char[] text, int start, int length) throws SAXException {
            if (body > 0) {
                read(text, start, length);
                super.characters(text, start, length);
            }
        }

        @Override
        public void ignorableWhitespace(char[] text, int start, int length) throws SAXException {
            if (body > 0) {
                read(text, start, length);
                super.ignorableWhitespace(text, start, length);
            }
        }
    }
}
