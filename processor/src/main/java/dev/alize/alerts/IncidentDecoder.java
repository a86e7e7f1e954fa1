package dev.alize.alerts;

import dev.alize.schemas.Incident;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Reads the values of the topic of incidents. */
@FunctionalInterface
public interface IncidentDecoder {
    /**
     * @return empty for a damaged value, or one of another kind
     * @throws org.apache.kafka.common.KafkaException where the registry does not answer, which says nothing about the value
     */
    Optional<Incident> decode(Headers headers, byte[] value);
}
