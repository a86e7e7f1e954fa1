package dev.alize.ingress.kafka;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.SerdeContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** From bytes to records. Any number of threads may use them. */
final class Decoders {
    private final AvroDeserializer<CompletionRequest> requests;
    private final AvroDeserializer<CompletionResponse> responses;
    private final AvroDeserializer<CompletionChunk> chunks;

    Decoders(SerdeContext context) {
        this.requests = new AvroDeserializer<>(context, CompletionRequest.class, false);
        this.responses = new AvroDeserializer<>(context, CompletionResponse.class, false);
        this.chunks = new AvroDeserializer<>(context, CompletionChunk.class, false);
    }

    CompletionRequest request(ConsumerRecord<byte[], byte[]> record) {
        return decoded(requests, record);
    }

    CompletionResponse response(ConsumerRecord<byte[], byte[]> record) {
        return decoded(responses, record);
    }

    CompletionChunk chunk(ConsumerRecord<byte[], byte[]> record) {
        return decoded(chunks, record);
    }

    private static <T> T decoded(AvroDeserializer<T> decoder, ConsumerRecord<byte[], byte[]> record) {
        T value = decoder.deserialize(record.topic(), record.headers(), record.value());
        if (value == null) {
            throw new SerializationException("The record has no value");
        }
        return value;
    }

    static boolean isRegistryAway(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof RegistryException registry && registry.isTransient()
                        || isRegistryAway(failure.getCause()));
    }
}
