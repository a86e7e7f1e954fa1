package dev.alize.cache;

import java.nio.ByteBuffer;

/** What is asked, by whom and under which rules, in the 32 bytes of a SHA-256: equal only where an answer may be shared. */
public record Question(long first, long second, long third, long fourth) {
    public static final int LENGTH = 32;

    /** @throws IllegalArgumentException where there are not exactly {@link #LENGTH} bytes */
    public static Question of(byte[] hash) {
        if (hash.length != LENGTH) {
            throw new IllegalArgumentException("a question has " + LENGTH + " bytes, got " + hash.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(hash);
        return new Question(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }
}
