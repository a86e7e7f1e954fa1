package dev.alize.ingress.kafka;

import dev.alize.ingress.config.IngressSettings;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroSerializer;
import dev.alize.schemas.serde.SerdeContext;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What has to be there before the first request: brokers and registry that answer, and the topics. */
final class Preconditions {
    private Preconditions() {}

    /**
     * Looks.
     *
     * @return serdes that know the schemas of what the ingress writes
     * @throws StartException with all missing topics at once
     */
    static SerdeContext check(IngressSettings settings, ClientSettings clients) {
        topics(settings, clients);
        return serdes(settings, clients);
    }

    private static void topics(IngressSettings settings, ClientSettings clients) {
        Set<String> names = new LinkedHashSet<>(settings.topics().all());
        String brokers = settings.kafka().brokers();
        try (Admin admin = Admin.create(clients.admin())) {
            Set<String> missing = new LinkedHashSet<>();
            for (var description : admin.describeTopics(names).topicNameValues().entrySet()) {
                try {
                    description.getValue().get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw unreachable(brokers, e.getCause() == null ? e : e.getCause());
                    }
                    missing.add(description.getKey());
                }
            }
            if (!missing.isEmpty()) {
                throw new StartException("Kafka at " + brokers + ": got no topics " + String.join(", ", missing)
                        + "; expected those of block topics (alize topics create makes them)");
            }
        } catch (KafkaException e) {
            throw unreachable(brokers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(brokers, e);
        }
    }

    private static StartException unreachable(String brokers, Throwable cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return new StartException(
                "Kafka at " + brokers + " (kafka.bootstrap.servers): got " + reason.getMessage()
                        + "; expected a broker that answers",
                cause);
    }

    private static SerdeContext serdes(IngressSettings settings, ClientSettings clients) {
        SerdeContext serdes;
        try {
            serdes = SerdeContext.of(clients.registry());
        } catch (KafkaException e) {
            throw new StartException("block kafka: " + e.getMessage(), e);
        }
        try (AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(serdes, false)) {
            serializer.prepare(settings.topics().requests(), CompletionRequest.getClassSchema());
            serializer.prepare(settings.topics().cancels(), Cancellation.getClassSchema());
            return serdes;
        } catch (RegistryException e) {
            serdes.close();
            throw new StartException(
                    "Schema registry (kafka.schema.registry.url): got " + e.getMessage()
                            + "; expected a registry that answers and takes the schemas of requests and cancellations",
                    e);
        }
    }
}
