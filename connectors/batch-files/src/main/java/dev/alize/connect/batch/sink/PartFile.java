package dev.alize.connect.batch.sink;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The results or the errors of a batch, growing. Its file is only open while it is written. Not thread-safe. */
final class PartFile {
    /** Hears of the lines that stand in a file. */
    interface Found {
        /** @throws IOException where the line cannot be one of this batch */
        void line(byte[] line) throws IOException;
    }

    private final Path file;
    private final Disk disk;
    private MessageDigest hash = sha256();
    private long length;
    private long lines;
    private boolean dirty;

    PartFile(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    Path file() {
        return file;
    }

    long length() {
        return length;
    }

    long lines() {
        return lines;
    }

    /** When it was last written, in milliseconds since 1970; 0 where it was not. */
    long modified() throws IOException {
        return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
    }

    /** SHA-256 of the file, 64 lower-case hexadecimal digits. */
    String sha256Hex() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) hash.clone()).digest());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("SHA-256 can be cloned", impossible);
        }
    }

    /** Writes lines behind those that count. Where it fails, none of them counts. */
    void append(byte[] bytes, int count) throws IOException {
        disk.write(file, length, bytes);
        hash.update(bytes);
        length += bytes.length;
        lines += count;
        dirty = true;
    }

    /** What counts is on the disk. */
    void force() throws IOException {
        if (dirty) {
            disk.force(file);
            dirty = false;
        }
    }

    /**
     * Takes up the file as the journal states it: reads what counts, and cuts off the rest.
     *
     * @throws IOException where the file is shorter
     */
    void recover(long counted, Found found) throws IOException {
        if (counted > 0) {
            try (InputStream content = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                read(content, counted, found);
            }
        }
        if (Files.exists(file)) {
            disk.write(file, counted, new byte[0]);
        }
        length = counted;
    }

    private void read(InputStream content, long counted, Found found) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 10);
        for (long at = 0; at < counted; at++) {
            int next = content.read();
            if (next < 0) {
                throw new IOException(file + ": got " + at + " bytes, expected the " + counted + " of the journal");
            }
            line.write(next);
            if (next == '\n') {
                byte[] bytes = line.toByteArray();
                hash.update(bytes);
                found.line(bytes);
                lines++;
                line.reset();
            }
        }
        if (line.size() > 0) {
            throw new IOException(file + ": got half a line at the end of what the journal states");
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
