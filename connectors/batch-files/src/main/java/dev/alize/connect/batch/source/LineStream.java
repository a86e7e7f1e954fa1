package dev.alize.connect.batch.source;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a content that may still grow, in bounded memory: a line that is too long is counted and not kept. Not
 * thread-safe.
 */
final class LineStream implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * A line without its line feed and carriage return.
     *
     * @param bytes the line; empty where it is too long
     * @param length of the line in the file, in bytes, line feed not included
     * @param end position behind the line and its line feed
     * @param ended whether a line feed follows; only the last line may lack it
     * @param tooLong whether it is longer than the bound
     */
    record Line(byte[] bytes, long length, long end, boolean ended, boolean tooLong) {
        boolean blank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t') {
                    return false;
                }
            }
            return !tooLong;
        }
    }

    private final InputStream content;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long position;
    /** The beginning of a line whose end was not read yet. */
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(1024);

    private long begunLength;

    /** @param position of the next byte of {@code content}, which is the start of a line */
    LineStream(InputStream content, long position, int maxLineBytes) {
        this.content = content;
        this.position = position;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * The next line, or null where there is no further one now.
     *
     * @param last whether the content is complete: then its last line may lack the line feed
     */
    @Nullable
    Line next(boolean last) throws IOException {
        while (from < to || fill()) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            keep(end - from);
            from = end;
            if (end < to) {
                from++;
                return take(true);
            }
        }
        return last && begunLength > 0 ? take(false) : null;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, content.read(buffer));
        return to > 0;
    }

    private void keep(int length) {
        begunLength += length;
        if (begunLength <= maxLineBytes) {
            begun.write(buffer, from, length);
        } else {
            begun.reset();
        }
    }

    private Line take(boolean ended) {
        boolean tooLong = begunLength > maxLineBytes;
        byte[] bytes = begun.toByteArray();
        if (bytes.length > 0 && bytes[bytes.length - 1] == '\r') {
            bytes = Arrays.copyOf(bytes, bytes.length - 1);
        }
        position += begunLength + (ended ? 1 : 0);
        Line line = new Line(bytes, begunLength, position, ended, tooLong);
        begun.reset();
        begunLength = 0;
        return line;
    }

    /** Position behind the last line that was returned. */
    long position() {
        return position;
    }

    /** Bytes of a line that has begun and not ended. */
    long begun() {
        return begunLength;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
