package dev.alize.connect.batch.source;

import dev.alize.connect.batch.source.Listing.Found;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Which file it is, whatever its name: by its inode and its first line, so that a renamed file goes on. */
final class Identity {
    private static final int HEAD_BYTES = 1 << 16;

    private Identity() {}

    /**
     * The inode, a dash and a hash of the first line (of its first 64 KiB).
     *
     * @param complete whether a first line without line feed is one
     * @return nothing where the first line is not there yet
     */
    static Optional<String> of(Found file, boolean complete) throws IOException {
        Compression compression = Compression.of(file.name());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        boolean whole = false;
        try (InputStream content = new BufferedInputStream(compression.open(file.path(), 0))) {
            int next;
            while (!whole && head.size() < HEAD_BYTES && (next = content.read()) >= 0) {
                head.write(next);
                whole = next == '\n';
            }
        } catch (IOException e) {
            if (!compression.isDamage(e)) {
                throw e;
            }
        }
        if (!whole && !complete && head.size() < HEAD_BYTES) {
            return Optional.empty();
        }
        return Optional.of(file.inode() + "-" + hash(head.toByteArray()).substring(0, 16));
    }

    /** The id of a batch: the first 128 bits of a hash of everything that tells it from others. */
    static String batch(String connector, String name, String identity, long life) {
        String all = connector + '\n' + name + '\n' + identity + '\n' + life;
        return hash(all.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
