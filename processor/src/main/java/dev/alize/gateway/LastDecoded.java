package dev.alize.gateway;

import dev.alize.schemas.AuditEvent;
import dev.alize.usage.AuditDecoder;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Decodes a record once for all stages that read it, one after the other. Safe to use from any thread. */
final class LastDecoded implements AuditDecoder {
    private final AuditDecoder decoder;
    private volatile @Nullable Last last;

    private record Last(byte[] value, Optional<AuditEvent> event) {}

    LastDecoded(AuditDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very same record
    public Optional<AuditEvent> decode(Headers headers, byte[] value) {
        Last known = last;
        if (known != null && known.value() == value) {
            return known.event();
        }
        Optional<AuditEvent> event = decoder.decode(headers, value);
        last = new Last(value, event);
        return event;
    }
}
