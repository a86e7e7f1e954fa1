package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.domain.Target;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.Erasure;
import dev.alize.schemas.FallbackTicket;
import dev.alize.schemas.Message;
import dev.alize.schemas.RetryTicket;
import dev.alize.schemas.Usage;
import dev.alize.schemas.chat.dialect.ToolCallIds;
import dev.alize.schemas.serde.SchemaRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Avro without ids and registry; what it writes has the topic in the header that names the schema. A value that starts with "damaged:" cannot be decoded, but names its request behind the
 * colon; a completion is its text.
 */
final class PlainCodec implements Codec {
    static final String DAMAGED = "damaged:";

    static byte[] write(SpecificRecord record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return new SpecificDatumReader<>(type)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T decode(byte[] bytes, Class<T> type) throws CodecException {
        try {
            return read(bytes, type);
        } catch (RuntimeException e) {
            throw new CodecException("not a " + type.getSimpleName());
        }
    }

    @Override
    public CompletionRequest request(Headers headers, byte[] value) throws CodecException {
        return decode(value, CompletionRequest.class);
    }

    @Override
    public Cancellation cancellation(Headers headers, byte[] value) throws CodecException {
        return decode(value, Cancellation.class);
    }

    @Override
    public Optional<Identity> identity(Headers headers, byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        return text.startsWith(DAMAGED)
                ? Optional.of(new Identity("default", text.substring(DAMAGED.length()), 0))
                : Optional.empty();
    }

    @Override
    public Erasure erasure(Headers headers, byte[] value) throws CodecException {
        return decode(value, Erasure.class);
    }

    @Override
    public RetryTicket retryTicket(Headers headers, byte[] value) throws CodecException {
        return decode(value, RetryTicket.class);
    }

    @Override
    public FallbackTicket fallbackTicket(Headers headers, byte[] value) throws CodecException {
        return decode(value, FallbackTicket.class);
    }

    @Override
    public byte[] encode(RetryTicket ticket) {
        return write(ticket);
    }

    @Override
    public byte[] encode(FallbackTicket ticket) {
        return write(ticket);
    }

    @Override
    public byte[] encode(CompletionResponse response) {
        return write(response);
    }

    @Override
    public byte[] encode(AuditCheckpoint checkpoint) {
        return write(checkpoint);
    }

    @Override
    public byte[] encode(AuditEvent event) {
        return write(event);
    }

    @Override
    public byte[] encode(DeadLetter deadLetter) {
        return write(deadLetter);
    }

    @Override
    public byte[] encode(CompletionChunk chunk) {
        return write(chunk);
    }

    @Override
    public byte[] encode(CachedAnswer answer) {
        return write(answer);
    }

    @Override
    public byte[] encode(BudgetClaim claim) {
        return write(claim);
    }

    @Override
    public BudgetGrant budgetGrant(Headers headers, byte[] value) throws CodecException {
        return decode(value, BudgetGrant.class);
    }

    @Override
    public Optional<Header> schemaHeader(String topic) {
        return Optional.of(new RecordHeader(SchemaRef.VALUE_HEADER, topic.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public TranslatedBody body(CompletionRequest request, Target target) {
        return new TranslatedBody(
                target.model().getBytes(StandardCharsets.UTF_8), ToolCallIds.UNCHANGED, List.of("user"));
    }

    @Override
    public void readCompletion(byte[] body, CompletionResponse into) throws CodecException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            throw new CodecException("The answer is empty, expected a completion");
        }
        Message message =
                Message.newBuilder().setRole("assistant").setContent(text).build();
        into.setChoices(List.of(new Choice(0L, message, "stop", Map.of())));
        into.setUsage(Usage.newBuilder()
                .setPromptTokens(10)
                .setCompletionTokens(20L)
                .setTotalTokens(30)
                .build());
    }
}
