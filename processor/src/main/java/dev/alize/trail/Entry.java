package dev.alize.trail;

import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One record of the audit topic.
 *
 * @param partition of the topic
 * @param offset in that partition
 * @param at time of the record
 * @param key null where it has none
 * @param headers the links of the chain among them
 * @param value null where it has none
 * @param event null where the record holds no audit event: it is damaged, or somebody else's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Entry(
        int partition,
        long offset,
        Instant at,
        byte @Nullable [] key,
        Headers headers,
        byte @Nullable [] value,
        @Nullable AuditEvent event) {}
