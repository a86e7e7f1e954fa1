package dev.alize.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An identity in 16 bytes: the first half of SHA-256 over tenant, request id and redrive number. Short enough to keep a
 * million of them in memory, long enough that nobody finds two requests with the same one.
 */
public record RequestKey(long high, long low) {
    public static final int LENGTH = 16;

    public static RequestKey of(Identity identity) {
        MessageDigest digest = sha256();
        digest.update(identity.tenant().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(identity.requestId().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, identity.redrive()));
        return of(digest.digest());
    }

    /** Reads the first 16 bytes of {@code bytes}. */
    public static RequestKey of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new RequestKey(buffer.getLong(), buffer.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
