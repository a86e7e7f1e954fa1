package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Priority;
import dev.alize.schemas.ResponseError;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to requests. A record that cannot be decoded goes to the dead letters; where its identity can still be read, it
 * goes on as a rejected request, so that it gets its one response. So does one that names another tenant than the one
 * whose topic it is on, as a request of the latter; on a topic of all nobody is answered for it.
 */
final class Decode implements Processor<byte[], byte[], byte[], Object> {
    private final Engine engine;
    private final TopicNames topics;
    private final AuditEvents events;
    private final Rows rows = new Rows();
    private ProcessorContext<byte[], Object> context;
    private DeadLetters deadLetters;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Decode(Engine engine, TopicNames topics) {
        this.topics = topics;
        this.engine = engine;
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
        byte[] value = record.value();
        if (value == null) {
            setAside(record, from, FailureKind.UNDECODABLE, "The record has no value, expected a CompletionRequest");
            return;
        }
        try {
            CompletionRequest request = engine.codec().request(record.headers(), value);
            decoded(record, from, request, RecordParts.sizeOf(unbounded));
        } catch (Codec.CodecException e) {
            String message = String.valueOf(e.getMessage());
            Optional<Identity> identity =
                    engine.codec().identity(record.headers(), value).filter(Identities::isSound);
            if (identity.isEmpty()) {
                setAside(record, from, FailureKind.UNDECODABLE, message);
            } else if (topics.tenancy().refuses(from.topic(), identity.get().tenant())) {
                mismatched(record, from, identity.get());
            } else {
                damaged(record, from, identity.get(), FailureKind.UNDECODABLE, message);
            }
        }
    }

    private void decoded(
            Record<byte[], byte[]> record, RecordMetadata from, CompletionRequest request, int keyAndHeaders) {
        Identity claimed = Identities.of(request);
        if (!Identities.isSound(claimed)) {
            setAside(record, from, FailureKind.UNDECODABLE, Identities.RULE);
            return;
        }
        if (topics.tenancy().refuses(from.topic(), claimed.tenant())) {
            mismatched(record, from, claimed);
            return;
        }
        Identity identity = topics.tenancy().settled(from.topic(), claimed);
        request.setTenant(identity.tenant());
        if (from.topic().equals(topics.interactive())) {
            request.setPriority(Priority.INTERACTIVE);
        }
        Rejection rejection = RequestRules.problem(request, keyAndHeaders)
                .map(problem -> new Rejection(FailureKind.INVALID_RECORD, problem))
                .orElse(null);
        forward(record, identity, rows.contentOf(request), open(record, from, request), rejection);
    }

    /** The tenant that is named has asked nothing: neither its identities nor its topics know of the record. */
    private void mismatched(Record<byte[], byte[]> record, RecordMetadata from, Identity claimed) {
        String message = topics.tenancy().refusal(from.topic());
        if (topics.tenancy().owner(from.topic()) == null) {
            setAside(record, from, FailureKind.TENANT_MISMATCH, message);
        } else {
            damaged(record, from, claimed, FailureKind.TENANT_MISMATCH, message);
        }
    }

    private void damaged(
            Record<byte[], byte[]> record, RecordMetadata from, Identity claimed, FailureKind kind, String message) {
        Identity identity = topics.tenancy().settled(from.topic(), claimed);
        CompletionRequest request = new CompletionRequest();
        request.setRequestId(identity.requestId());
        request.setTenant(identity.tenant());
        request.setRedrive(identity.redrive());
        request.setEndpoint(Endpoint.CHAT);
        request.setMessages(List.of());
        request.setParameters(Parameters.newBuilder().build());
        request.setExtra(new HashMap<>());
        request.setPriority(Priority.NORMAL);
        request.setMetadata(new HashMap<>());
        Rejection rejection = new Rejection(kind, message, Raw.of(record));
        forward(record, identity, rows.contentOf(record.value()), open(record, from, request), rejection);
    }

    private void forward(
            Record<byte[], byte[]> record,
            Identity identity,
            Hash16 content,
            OpenRequest open,
            @Nullable Rejection rejection) {
        Inbound inbound = new Inbound(identity, RequestKey.of(identity), content, open, rejection);
        context.forward(record.withValue(inbound), Stages.ADMIT);
    }

    private static OpenRequest open(Record<byte[], byte[]> record, RecordMetadata from, CompletionRequest request) {
        return OpenRequest.newBuilder()
                .setRequest(request)
                .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
                .setHeaders(RecordParts.stored(record.headers()))
                .setSourceTopic(from.topic())
                .setSourceOffset(from.offset())
                .setRequestedAt(Instant.ofEpochMilli(record.timestamp()))
                .setPolicyResults(new ArrayList<>())
                .setOriginals(new HashMap<>())
                .build();
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
