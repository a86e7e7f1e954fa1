package dev.alize.ingress.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of an API key's text in UTF-8, written {@code sha256:} and 64 hexadecimal digits, which
 * {@code printf %s KEY | sha256sum} makes too. A plain hash is enough for keys of 256 random bits, and only for those.
 */
public final class KeyHash {
    private static final String PREFIX = "sha256:";
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] digest;

    private KeyHash(byte[] digest) {
        this.digest = digest;
    }

    /** That of a key. */
    public static KeyHash ofKey(String key) {
        try {
            return new KeyHash(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * As it is written in a file.
     *
     * @throws IllegalArgumentException where it is not of that form
     */
    public static KeyHash parse(String written) {
        if (!isOne(written)) {
            throw new IllegalArgumentException("expected sha256: and 64 hexadecimal digits");
        }
        return new KeyHash(HEX.parseHex(written, PREFIX.length(), written.length()));
    }

    static boolean isOne(String written) {
        return written.matches("sha256:[0-9a-fA-F]{64}");
    }

    /** Whether both are the same, in a time that does not depend on where they differ. */
    boolean is(KeyHash other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHash hash && is(hash);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(digest).getInt();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return PREFIX + HEX.formatHex(digest);
    }
}
