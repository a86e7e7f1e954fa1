package dev.alize.audit.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Place of one event in its chain.
 *
 * @param chain such as {@code task/3} or {@code process/gateway-1/1790000000000}, 1 to 512 characters
 * @param epoch raised each time the chain begins anew, because its head was lost or reset
 * @param sequence within the epoch, from 0, without gaps
 * @param previous hash of the event before, {@link #HASH_BYTES} bytes; zeros for the first of an epoch
 * @param hash of this event, {@link #HASH_BYTES} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below compare contents
public record Link(String chain, long epoch, long sequence, byte[] previous, byte[] hash) {
    public static final int HASH_BYTES = 32;

    /** The hash before the first event of an epoch. Do not write into it. */
    static final byte[] NOTHING = new byte[HASH_BYTES];

    /**
     * The hash that an event must have: SHA-256 over the length of the chain's name and the name in UTF-8, the epoch, the
     * sequence, the previous hash, the length of the record's key (-1 where it has none) and the key, and the value.
     * Numbers are big-endian, lengths of 4 bytes, epoch and sequence of 8.
     */
    public static byte[] hash(
            String chain, long epoch, long sequence, byte[] previous, byte @Nullable [] key, byte[] value) {
        byte[] name = chain.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(4 + name.length + 8 + 8 + previous.length + 4);
        head.putInt(name.length).put(name).putLong(epoch).putLong(sequence).put(previous);
        head.putInt(key == null ? -1 : key.length);
        MessageDigest digest = sha256();
        digest.update(head.array());
        if (key != null) {
            digest.update(key);
        }
        digest.update(value);
        return digest.digest();
    }

    /** Whether the hash is that of this place, key and value. */
    public boolean fits(byte @Nullable [] key, byte[] value) {
        return MessageDigest.isEqual(hash, hash(chain, epoch, sequence, previous, key, value));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Link link
                && chain.equals(link.chain)
                && epoch == link.epoch
                && sequence == link.sequence
                && Arrays.equals(previous, link.previous)
                && Arrays.equals(hash, link.hash);
    }

    @Override
    public int hashCode() {
        return Objects.hash(chain, epoch, sequence, Arrays.hashCode(hash));
    }

    @Override
    public String toString() {
        return chain + " " + epoch + ":" + sequence + " " + HexFormat.of().formatHex(hash, 0, 4);
    }
}
