package dev.allotrope.salesforce.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts the bytes of an answer and ends reading with [TooLong] beyond a limit.
final class AnswerStream extends FilterInputStream {
    private final long limit;
    private long count;

    AnswerStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        counted(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        counted(Math.max(read, 0));
        return read;
    }

    private void counted(int read) throws TooLong {
        count += read;
        if (count > limit) {
            throw new TooLong(limit);
        }
    }

    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        private final long limit;

        TooLong(long limit) {
            super("more than " + limit + " bytes");
            this.limit = limit;
        }

        long limit() {
            return limit;
        }
    }
}
