package dev.alize.connect.webhook;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** One response on its way. The loop owns what changes. */
final class Delivery {
    private final SinkRecord record;
    private final Receiver receiver;
    private final Event event;
    private int attempts;
    private long since;
    private volatile boolean dropped;

    Delivery(SinkRecord record, Receiver receiver, Event event) {
        this.record = record;
        this.receiver = receiver;
        this.event = event;
    }

    SinkRecord record() {
        return record;
    }

    TopicPartition partition() {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    long offset() {
        return record.originalKafkaOffset();
    }

    Receiver receiver() {
        return receiver;
    }

    Event event() {
        return event;
    }

    /** Attempts so far. */
    int attempts() {
        return attempts;
    }

    /** On the clock of the loop. */
    long since() {
        return since;
    }

    void accepted(long nanoTime) {
        since = nanoTime;
    }

    void attempted() {
        attempts++;
    }

    /** Nobody waits for it any more: its partition is another task's. From any thread. */
    void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }
}
