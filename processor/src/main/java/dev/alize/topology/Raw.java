package dev.alize.topology;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record's value as it came, for its dead letter.
 *
 * @param schema the headers that name the schemas of value and key, where the record has them: without them nobody could
 *     ever decode it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Raw(byte @Nullable [] value, Headers schema) {
    static Raw of(Record<byte[], byte[]> record) {
        return new Raw(record.value(), RecordParts.schema(record.headers()));
    }
}
