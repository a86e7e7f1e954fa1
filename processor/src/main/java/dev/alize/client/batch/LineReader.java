package dev.alize.client.batch;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Reads a file line by line, whatever its size, and knows where each line starts. Not thread-safe. */
final class LineReader implements Closeable {
    /** The longest line that is kept, in bytes: far more than fits into a Kafka record by default. */
    static final int MAX_LINE_BYTES = 64 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * A line without its line feed and carriage return.
     *
     * @param number from 1, or from 1 at the position the reader was opened at
     * @param offset of the first byte
     * @param bytes the line; empty where it is longer than {@link #MAX_LINE_BYTES}
     * @param length of the line in bytes
     * @param ended whether a line feed follows; only the last line may lack it
     */
    record Line(int number, long offset, byte[] bytes, long length, boolean ended) {
        boolean tooLong() {
            return length > MAX_LINE_BYTES;
        }

        boolean blank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t') {
                    return false;
                }
            }
            return !tooLong();
        }
    }

    private final SeekableByteChannel channel;
    private final MessageDigest hash;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private int number;
    private long offset;

    private LineReader(SeekableByteChannel channel, MessageDigest hash, long offset) {
        this.channel = channel;
        this.hash = hash;
        this.offset = offset;
    }

    /** @param hash is fed with everything that is read */
    static LineReader open(Path file, MessageDigest hash) throws IOException {
        return new LineReader(FileChannel.open(file), hash, 0);
    }

    /** Starts at a position that is the start of a line. */
    static LineReader openAt(Path file, long offset) throws IOException {
        return new LineReader(FileChannel.open(file).position(offset), RequestId.sha256(), offset);
    }

    /** Position of the next line. */
    long offset() {
        return offset;
    }

    /** The next line, or nothing at the end of the file. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        long start = offset;
        boolean ended = false;
        while (!ended && fill()) {
            int from = buffer.position();
            int to = lineFeed(from);
            ended = to < buffer.limit();
            if (offset - start + (to - from) <= MAX_LINE_BYTES) {
                bytes.write(buffer.array(), from, to - from);
            } else {
                bytes.reset();
            }
            buffer.position(ended ? to + 1 : to);
            offset += buffer.position() - from;
        }
        if (offset == start) {
            return Optional.empty();
        }
        return Optional.of(line(start, bytes.toByteArray(), offset - start - (ended ? 1 : 0), ended));
    }

    private Line line(long start, byte[] bytes, long length, boolean ended) {
        number++;
        if (ended && bytes.length > 0 && bytes[bytes.length - 1] == '\r') {
            return new Line(number, start, Arrays.copyOf(bytes, bytes.length - 1), length - 1, true);
        }
        return new Line(number, start, length > MAX_LINE_BYTES ? new byte[0] : bytes, length, ended);
    }

    private int lineFeed(int from) {
        int at = from;
        while (at < buffer.limit() && buffer.get(at) != '\n') {
            at++;
        }
        return at;
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        hash.update(buffer.duplicate());
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
