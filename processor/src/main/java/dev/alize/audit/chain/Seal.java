package dev.alize.audit.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says: the chain had this event at this place. A sequence of -1 opens the epoch.
 *
 * @param sequence of the last sealed event; -1 where there is none yet
 * @param hash of that event; zeros where there is none yet
 * @param atMs when it was sealed
 * @param instance who sealed it
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below compare contents
public record Seal(String chain, long epoch, long sequence, byte[] hash, long atMs, String instance) {
    private static final String FORMAT = "alize-audit-checkpoint-1";

    /** What is signed: the name of the format, chain, epoch, sequence, hash, time and instance; texts with their length before them. */
    public byte[] signed(String keyId) {
        byte[] format = FORMAT.getBytes(StandardCharsets.UTF_8);
        byte[] name = chain.getBytes(StandardCharsets.UTF_8);
        byte[] by = instance.getBytes(StandardCharsets.UTF_8);
        byte[] key = keyId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(format.length + 5 * 4 + name.length + 3 * 8 + hash.length + by.length + key.length)
                .putInt(format.length)
                .put(format)
                .putInt(name.length)
                .put(name)
                .putLong(epoch)
                .putLong(sequence)
                .putInt(hash.length)
                .put(hash)
                .putLong(atMs)
                .putInt(by.length)
                .put(by)
                .putInt(key.length)
                .put(key)
                .array();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Seal seal
                && chain.equals(seal.chain)
                && epoch == seal.epoch
                && sequence == seal.sequence
                && atMs == seal.atMs
                && instance.equals(seal.instance)
                && Arrays.equals(hash, seal.hash);
    }

    @Override
    public int hashCode() {
        return Objects.hash(chain, epoch, sequence, atMs, instance, Arrays.hashCode(hash));
    }
}
