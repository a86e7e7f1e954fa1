package dev.alize.client.letters;

import dev.alize.schemas.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic of dead letters.
 *
 * @param at when the request was given up
 * @param kind the failure kind, such as {@code timeout}; the set is open
 * @param content empty where the record is not a dead letter, but something undecodable that was set aside as it came
 * @param record as it is on the topic
 */
public record Letter(Instant at, String kind, Optional<DeadLetter> content, ConsumerRecord<byte[], byte[]> record) {
    private static final String KIND = "llm.error-kind";
    /** On what was set aside as it came. Its bytes may say anything: what looks like a letter in them is none. */
    private static final String RAW = "llm.raw";

    /** @param decoded what the bytes of the record say, if they are a letter's */
    static Letter of(ConsumerRecord<byte[], byte[]> record, Optional<DeadLetter> decoded) {
        Optional<DeadLetter> content = record.headers().lastHeader(RAW) == null ? decoded : Optional.empty();
        Header header = record.headers().lastHeader(KIND);
        String said = header == null || header.value() == null ? "unknown" : text(header);
        return new Letter(
                content.map(DeadLetter::getAt).orElseGet(() -> Instant.ofEpochMilli(record.timestamp())),
                content.map(letter -> letter.getError().getKind()).orElse(said),
                content,
                record);
    }

    /** Where it is, such as {@code 2:17}: partition and offset. */
    public Place place() {
        return new Place(record.partition(), record.offset());
    }

    /** Its bytes; null where they were too many to be set aside. */
    public byte @Nullable [] value() {
        return record.value();
    }

    /** Where a letter is. */
    public record Place(int partition, long offset) {
        @Override
        public String toString() {
            return partition + ":" + offset;
        }
    }

    /** The headers about the error: Kafka Streams' (KIP-1034) and ours, by name. */
    public TreeMap<String, String> errorHeaders() {
        TreeMap<String, String> headers = new TreeMap<>();
        Headers all = record.headers();
        for (Header header : all) {
            boolean about =
                    header.key().startsWith("__streams.errors.") || header.key().startsWith("llm.");
            if (about && header.value() != null) {
                headers.put(header.key(), text(header));
            }
        }
        return headers;
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
