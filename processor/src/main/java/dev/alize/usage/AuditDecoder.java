package dev.alize.usage;

import dev.alize.schemas.AuditEvent;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Reads the values of the audit topic. */
@FunctionalInterface
public interface AuditDecoder {
    /**
     * The event; empty for a damaged record, or one of another kind. May wait for the registry.
     *
     * @throws RuntimeException where the registry does not answer, which says nothing about the record
     */
    Optional<AuditEvent> decode(Headers headers, byte[] value);
}
