package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.ResponseError;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Bytes to cancellations. One that cannot be decoded, or names a tenant that it may not, goes to the dead letters. */
final class DecodeCancel implements Processor<byte[], byte[], byte[], Object> {
    private final Engine engine;
    private final Tenancy tenancy;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private DeadLetters deadLetters;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    DecodeCancel(Engine engine, Tenancy tenancy) {
        this.engine = engine;
        this.tenancy = tenancy;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.deadLetters = new DeadLetters(
                engine.codec(), context.taskId().partition(), engine.settings().largestValue());
    }

    @Override
    public void process(Record<byte[], byte[]> unbounded) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        Record<byte[], byte[]> record = RecordParts.bounded(unbounded);
        try {
            if (record.value() == null) {
                throw new Codec.CodecException("The record has no value, expected a Cancellation");
            }
            Cancellation cancel = engine.codec().cancellation(record.headers(), record.value());
            Identity claimed = new Identity(cancel.getTenant(), cancel.getRequestId(), cancel.getRedrive());
            if (!Identities.isSound(claimed)) {
                throw new Codec.CodecException(Identities.RULE);
            }
            if (tenancy.refuses(from.topic(), claimed.tenant())) {
                setAside(record, from, FailureKind.TENANT_MISMATCH, tenancy.refusal(from.topic()));
                return;
            }
            Identity identity = tenancy.settled(from.topic(), claimed);
            CancelOrder order = new CancelOrder(identity, RequestKey.of(identity), from.topic(), from.offset());
            context.forward(record.withValue(order), Stages.ADMIT);
        } catch (Codec.CodecException e) {
            setAside(record, from, FailureKind.UNDECODABLE, String.valueOf(e.getMessage()));
        }
    }

    private void setAside(Record<byte[], byte[]> record, RecordMetadata from, FailureKind kind, String message) {
        long now = context.currentSystemTimeMs();
        ResponseError error = Responses.error(kind, null, message, null);
        engine.observer().deadLettered(error.getKind());
        context.forward(
                deadLetters.undecodable(record.key(), Raw.of(record), error, from.topic(), from.offset(), now),
                Stages.DEAD_LETTERS);
        String told = kind == FailureKind.UNDECODABLE ? kind.code() : "invalid";
        var event = events.ofRecord(told, from.topic(), from.offset(), error.getKind(), now);
        context.forward(new Record<>(record.key(), event, now), Stages.AUDIT);
    }
}
