package dev.alize.connect.webhook;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/** Deliveries to test with. */
final class Deliveries {
    private Deliveries() {}

    static Delivery to(String host, long offset) {
        return to(new Receiver(false, host, 80, "/"), offset);
    }

    static Delivery to(Receiver receiver, long offset) {
        SinkRecord record =
                new SinkRecord("llm.responses", 0, null, null, null, null, offset, 0L, TimestampType.CREATE_TIME);
        Event event = new Event("evt_" + offset, "acme", "{}".getBytes(StandardCharsets.UTF_8));
        return new Delivery(record, receiver, event);
    }
}
