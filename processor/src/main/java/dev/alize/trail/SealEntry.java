package dev.alize.trail;

import dev.alize.schemas.AuditCheckpoint;
import org.jspecify.annotations.Nullable;

/**
 * One record of the topic of checkpoints.
 *
 * @param partition of that topic; that of the events it seals
 * @param offset in that partition
 * @param checkpoint null where the record holds none: it is damaged, or somebody else's
 */
public record SealEntry(
        int partition, long offset, @Nullable AuditCheckpoint checkpoint) {}
