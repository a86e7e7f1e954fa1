package dev.alize.connect.batch.sink;

import dev.alize.connect.batch.LineId;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Metadata;
import dev.alize.schemas.batch.ResultLine;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroDeserializer;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads the values of {@code llm.responses}. */
final class Responses {
    private final AvroDeserializer<CompletionResponse> deserializer;

    Responses(AvroDeserializer<CompletionResponse> deserializer) {
        this.deserializer = deserializer;
    }

    /** An answer to a line of a batch. */
    record Answered(BatchKey batch, OpenBatch.Answer answer) {}

    /**
     * The answer, or nothing where the response is not to a line of a batch file.
     *
     * @throws DataException where the value is no response
     * @throws RetriableException where the registry does not answer
     */
    Optional<Answered> read(SinkRecord record) {
        CompletionResponse response = decode(record);
        if (response == null) {
            return Optional.empty();
        }
        String batch = response.getMetadata().get(Metadata.BATCH_ID);
        String customId = response.getMetadata().get(Metadata.BATCH_CUSTOM_ID);
        Optional<LineId> id = LineId.parse(response.getRequestId());
        if (batch == null
                || customId == null
                || id.isEmpty()
                || !id.get().batch().equals(batch)) {
            return Optional.empty();
        }
        byte[] line = ResultLine.bytes(ResultLine.of(customId, response));
        return Optional.of(new Answered(
                new BatchKey(response.getTenant(), batch),
                new OpenBatch.Answer(id.get().line(), response.getStatus(), line)));
    }

    private @Nullable CompletionResponse decode(SinkRecord record) {
        if (record.value() != null && !(record.value() instanceof byte[])) {
            throw new DataException(place(record) + ": got a value of "
                    + record.value().getClass().getName() + ", expected bytes (value.converter=ByteArrayConverter)");
        }
        try {
            return deserializer.deserialize(record.topic(), headers(record), (byte[]) record.value());
        } catch (SerializationException e) {
            if (e.getCause() instanceof RegistryException registry && !registry.isUnknownSchema()) {
                throw new RetriableException(
                        place(record) + ": the schema registry does not serve us: " + registry.getMessage(), e);
            }
            throw new DataException(place(record) + ": got a value that is no response: " + e.getMessage(), e);
        }
    }

    private static Headers headers(SinkRecord record) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (header.value() instanceof byte[] bytes) {
                headers.add(header.key(), bytes);
            }
        }
        return headers;
    }

    static String place(SinkRecord record) {
        return record.topic() + "-" + record.kafkaPartition() + " offset " + record.kafkaOffset();
    }
}
