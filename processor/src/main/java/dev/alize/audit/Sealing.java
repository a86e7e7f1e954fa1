package dev.alize.audit;

import dev.alize.audit.chain.Head;
import dev.alize.audit.chain.Seal;
import dev.alize.audit.chain.Signer;
import dev.alize.schemas.AuditCheckpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * When chains are sealed, and with which key. Thread-safe.
 *
 * @param signer signs
 * @param instance who seals
 * @param events after which a chain is sealed, 1 or more
 * @param interval after which a chain with new events is sealed
 */
public record Sealing(Signer signer, String instance, int events, Duration interval) {
    /** Whether a chain is to be sealed. @param sealedAtMs when it was sealed last, or its writer started */
    public boolean isDue(Head head, long sealedAtMs, long nowMs) {
        long unsealed = head.unsealed();
        return unsealed >= events || (unsealed > 0 && nowMs - sealedAtMs >= interval.toMillis());
    }

    /** Seals a chain up to here. */
    public AuditCheckpoint checkpoint(Head head, long nowMs) {
        Seal seal = head.seal(nowMs, instance);
        return AuditCheckpoint.newBuilder()
                .setChain(seal.chain())
                .setEpoch(seal.epoch())
                .setSequence(seal.sequence())
                .setHash(ByteBuffer.wrap(seal.hash()))
                .setAt(Instant.ofEpochMilli(seal.atMs()))
                .setInstance(seal.instance())
                .setKeyId(signer.keyId())
                .setSignature(ByteBuffer.wrap(signer.sign(seal)))
                .build();
    }

    /** What a checkpoint seals. */
    public static Seal seal(AuditCheckpoint checkpoint) {
        return new Seal(
                checkpoint.getChain(),
                checkpoint.getEpoch(),
                checkpoint.getSequence(),
                bytes(checkpoint.getHash()),
                checkpoint.getAt().toEpochMilli(),
                checkpoint.getInstance());
    }

    /** A copy. */
    public static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
