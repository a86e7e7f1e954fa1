package dev.alize.topology;

import dev.alize.audit.Sealing;
import dev.alize.domain.FailureKind;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Erasure;
import dev.alize.schemas.ResponseError;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Follows orders to forget a subject: deletes what leads to its pseudonym in this partition. The event that says so
 * names the order only, not whose it was. What cannot be decoded goes to the dead letters.
 */
final class Forget implements Processor<byte[], byte[], byte[], Object> {
    private final Engine engine;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private KeyValueStore<Bytes, byte[]> subjects;
    private DeadLetters deadLetters;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Forget(Engine engine) {
        this.engine = engine;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.subjects = context.getStateStore(Subjects.STORE);
        this.deadLetters = new DeadLetters(
                engine.codec(), context.taskId().partition(), engine.settings().largestValue());
    }

    @Override
    public void process(Record<byte[], byte[]> unbounded) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        Record<byte[], byte[]> record = RecordParts.bounded(unbounded);
        long now = context.currentSystemTimeMs();
        try {
            if (record.value() == null) {
                throw new Codec.CodecException("The record has no value, expected an Erasure");
            }
            Erasure erasure = engine.codec().erasure(record.headers(), record.value());
            boolean known = Subjects.forget(subjects, Sealing.bytes(erasure.getSubjectHash()));
            AuditEvent event =
                    events.ofRecord("forgotten", from.topic(), from.offset(), known ? "known" : "unknown", now);
            event.setDetails(Map.of("erasure", erasure.getId()));
            context.forward(new Record<>(record.key(), event, now), Stages.AUDIT);
            context.commit();
        } catch (Codec.CodecException e) {
            undecodable(record, from, String.valueOf(e.getMessage()), now);
        }
    }

    private void undecodable(Record<byte[], byte[]> record, RecordMetadata from, String message, long now) {
        ResponseError error = Responses.error(FailureKind.UNDECODABLE, null, message, null);
        engine.observer().deadLettered(error.getKind());
        context.forward(
                deadLetters.undecodable(record.key(), Raw.of(record), error, from.topic(), from.offset(), now),
                Stages.DEAD_LETTERS);
        AuditEvent event = events.ofRecord("undecodable", from.topic(), from.offset(), error.getKind(), now);
        context.forward(new Record<>(record.key(), event, now), Stages.AUDIT);
    }
}
