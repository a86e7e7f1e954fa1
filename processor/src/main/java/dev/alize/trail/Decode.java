package dev.alize.trail;

import dev.alize.client.Serdes;
import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of records. Throws {@link org.apache.kafka.common.KafkaException} where the registry does not answer.
 *
 * @param values null where events stay undecoded
 */
record Decode(@Nullable Deserializer<?> values) {
    Entry entry(ConsumerRecord<byte[], byte[]> record) {
        return new Entry(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.headers(),
                record.value(),
                event(record));
    }

    private @Nullable AuditEvent event(ConsumerRecord<byte[], byte[]> record) {
        return values == null || record.value() == null
                ? null
                : Serdes.decode(values, AuditEvent.class, record).orElse(null);
    }
}
