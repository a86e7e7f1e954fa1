package dev.alize.recipes;

import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topic of audit events as plain values, to compare with a table that was made of it. */
final class AuditTopic {
    private AuditTopic() {}

    /** Where an event stands, such as {@code 3/17}. */
    static String place(Object partition, Object offset) {
        return partition + "/" + offset;
    }

    /** Every committed event by its place, with all its fields: times in UTC, records and maps as maps. */
    static Map<String, Map<String, Object>> events(Topics topics) {
        Map<String, Map<String, Object>> events = new TreeMap<>();
        for (ConsumerRecord<String, AuditEvent> record : topics.read("llm.audit", AuditEvent.class)) {
            events.put(place(record.partition(), record.offset()), fields(record.value()));
        }
        return events;
    }

    private static Map<String, Object> fields(IndexedRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Field field : record.getSchema().getFields()) {
            fields.put(field.name(), plain(record.get(field.pos())));
        }
        return fields;
    }

    private static Object plain(Object value) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case IndexedRecord record -> fields(record);
            case List<?> list -> list.stream().map(AuditTopic::plain).toList();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .collect(
                                Collectors.toMap(entry -> entry.getKey().toString(), entry -> plain(entry.getValue())));
            case Instant time -> time.atOffset(ZoneOffset.UTC);
            default -> value;
        };
    }
}
