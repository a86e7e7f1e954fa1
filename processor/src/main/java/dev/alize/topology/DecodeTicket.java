package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.FallbackTicket;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.RetryTicket;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Bytes to tickets. Only the gateway writes them: one that cannot be decoded goes to the dead letters. */
final class DecodeTicket implements Processor<byte[], byte[], byte[], Object> {
    /** Reads what is on one of the topics of tickets. */
    @FunctionalInterface
    interface Reading {
        TicketRead read(Codec codec, Record<byte[], byte[]> record) throws Codec.CodecException;
    }

    private final Engine engine;
    private final Reading reading;
    private final String next;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private DeadLetters deadLetters;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    private DecodeTicket(Engine engine, Reading reading, String next) {
        this.engine = engine;
        this.reading = reading;
        this.next = next;
        this.events = new AuditEvents(engine::settings);
    }

    static DecodeTicket ofRetries(Engine engine) {
        return new DecodeTicket(
                engine,
                (codec, record) -> {
                    RetryTicket ticket = codec.retryTicket(record.headers(), record.value());
                    return read(ticket.getTenant(), ticket.getRequestId(), ticket.getRedrive(), ticket.getHop());
                },
                Stages.WAIT);
    }

    static DecodeTicket ofFallbacks(Engine engine) {
        return new DecodeTicket(
                engine,
                (codec, record) -> {
                    FallbackTicket ticket = codec.fallbackTicket(record.headers(), record.value());
                    return read(ticket.getTenant(), ticket.getRequestId(), ticket.getRedrive(), ticket.getHop());
                },
                Stages.DISPATCH);
    }

    private static TicketRead read(String tenant, String requestId, int redrive, int hop) {
        return new TicketRead(RequestKey.of(new Identity(tenant, requestId, redrive)), hop);
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
                throw new Codec.CodecException("The record has no value, expected a ticket");
            }
            context.forward(record.withValue(reading.read(engine.codec(), record)), next);
        } catch (Codec.CodecException e) {
            undecodable(record, from, String.valueOf(e.getMessage()));
        }
    }

    private void undecodable(Record<byte[], byte[]> record, RecordMetadata from, String message) {
        long now = context.currentSystemTimeMs();
        ResponseError error = Responses.error(FailureKind.UNDECODABLE, null, message, null);
        engine.observer().deadLettered(error.getKind());
        context.forward(
                deadLetters.undecodable(record.key(), Raw.of(record), error, from.topic(), from.offset(), now),
                Stages.DEAD_LETTERS);
        var event = events.ofRecord("undecodable", from.topic(), from.offset(), error.getKind(), now);
        context.forward(new Record<>(record.key(), event, now), Stages.AUDIT);
    }
}
