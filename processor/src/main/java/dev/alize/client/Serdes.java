package dev.alize.client;

import dev.alize.config.Configuration;
import dev.alize.config.KafkaSettings;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.registry.RegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Makes the serdes that the configuration names, and tries them out. */
public final class Serdes {
    private Serdes() {}

    /**
     * The configured serde, for values of one kind; it asks the registry when it meets the first one.
     *
     * @throws UnreachableException where the class cannot be used
     */
    public static <T> Serde<T> values(Connection connection, Configuration configuration) {
        return serde(connection, configuration.processing().streams().valueSerde());
    }

    /**
     * A coding whose registry answers and knows, or has taken, the schema of requests.
     *
     * @param className a public class with a public constructor without parameters, a {@code Serde}
     * @param requests topic of the requests
     * @throws UnreachableException where the class cannot be used or the registry does not answer
     */
    static KafkaExchange.Coding coding(Connection connection, String className, String requests, int maxRequestBytes) {
        Serde<CompletionRequest> request = serde(connection, className);
        Serde<CompletionResponse> response = serde(connection, className);
        try {
            request.serializer().serialize(requests, new RecordHeaders(), smallest());
        } catch (KafkaException e) {
            throw new UnreachableException(
                    "Schema registry at " + connection.properties().get(KafkaSettings.SCHEMA_REGISTRY_URL)
                            + " (property kafka." + KafkaSettings.SCHEMA_REGISTRY_URL + "): got " + reason(e)
                            + "; expected a registry that answers and accepts the schema of requests",
                    e);
        }
        return new KafkaExchange.Coding(request.serializer(), response.deserializer(), maxRequestBytes);
    }

    /**
     * A decoder of chunks; it asks the registry when it meets the first one.
     *
     * @throws UnreachableException where the class cannot be used
     */
    static Deserializer<CompletionChunk> decoder(Connection connection, String className) {
        Serde<CompletionChunk> serde = serde(connection, className);
        return serde.deserializer();
    }

    private static String reason(KafkaException e) {
        Throwable cause = e.getCause() instanceof KafkaException inner ? inner : e;
        return String.valueOf(cause.getMessage());
    }

    private static CompletionRequest smallest() {
        return CompletionRequest.newBuilder()
                .setRequestId("0")
                .setMessages(List.of())
                .setParameters(Parameters.newBuilder().build())
                .build();
    }

    /**
     * Decodes a value.
     *
     * @return empty for a damaged one, or one of another kind
     * @throws org.apache.kafka.common.KafkaException where the registry does not answer, which says nothing about the record
     */
    public static <T> Optional<T> decode(
            Deserializer<?> decoder, Class<T> type, ConsumerRecord<byte[], byte[]> record) {
        return decode(decoder, type, record.topic(), record.headers(), record.value());
    }

    /** The same of the parts of a record. */
    public static <T> Optional<T> decode(
            Deserializer<?> decoder, Class<T> type, String topic, Headers headers, byte @Nullable [] bytes) {
        try {
            Object value = decoder.deserialize(topic, headers, bytes);
            return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
        } catch (RuntimeException e) {
            if (isRegistryAway(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static boolean isRegistryAway(@Nullable Throwable e) {
        return e != null
                && (e instanceof IOException
                        || (e instanceof RegistryException registry && registry.isTransient())
                        || isRegistryAway(e.getCause()));
    }

    @SuppressWarnings("unchecked")
    private static <T> Serde<T> serde(Connection connection, String className) {
        try {
            Serde<T> serde = (Serde<T>) Class.forName(className)
                    .asSubclass(Serde.class)
                    .getDeclaredConstructor()
                    .newInstance();
            return connection.guarded(() -> {
                serde.configure(connection.registry(), false);
                return serde;
            });
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new UnreachableException(
                    "processing.value_serde: got '" + className + "' ("
                            + e.getClass().getSimpleName() + "); expected the name of a Serde class on the class path",
                    e);
        }
    }
}
