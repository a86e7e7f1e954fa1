package dev.alize.audit.chain;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The end of a chain that is being written. Confined to its writer. */
public final class Head {
    private static final int BYTES = 3 * Long.BYTES + Link.HASH_BYTES;

    private final String chain;
    private final long epoch;
    private long sequence;
    private byte[] hash;
    private long sealed;

    private Head(String chain, long epoch, long sequence, byte[] hash, long sealed) {
        this.chain = chain;
        this.epoch = epoch;
        this.sequence = sequence;
        this.hash = hash;
        this.sealed = sealed;
    }

    /** A chain without events, not yet opened by a seal. @param epoch higher than any before it */
    public static Head opening(String chain, long epoch) {
        return new Head(chain, epoch, -1, Link.NOTHING, -2);
    }

    /** Reads what {@link #bytes} wrote. */
    public static Head read(String chain, byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalStateException(
                    "The head of the audit chain has " + bytes.length + " bytes, expected " + BYTES);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long epoch = buffer.getLong();
        long sequence = buffer.getLong();
        long sealed = buffer.getLong();
        byte[] hash = new byte[Link.HASH_BYTES];
        buffer.get(hash);
        return new Head(chain, epoch, sequence, hash, sealed);
    }

    /** Epoch, sequence, sequence of the last seal, hash. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(epoch)
                .putLong(sequence)
                .putLong(sealed)
                .put(hash)
                .array();
    }

    /** Appends an event. */
    public Link append(byte @Nullable [] key, byte[] value) {
        byte[] previous = hash;
        sequence++;
        hash = Link.hash(chain, epoch, sequence, previous, key, value);
        return new Link(chain, epoch, sequence, previous, hash);
    }

    /** Events, the opening counted as one, that no seal covers. */
    public long unsealed() {
        return sequence - sealed;
    }

    /** Seals all up to here. */
    public Seal seal(long atMs, String instance) {
        sealed = sequence;
        return new Seal(chain, epoch, sequence, hash, atMs, instance);
    }

    /** Whether the chain has just begun: nothing was appended or sealed. */
    public boolean isNew() {
        return sealed == -2;
    }
}
