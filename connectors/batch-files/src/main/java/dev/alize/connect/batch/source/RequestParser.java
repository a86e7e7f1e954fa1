package dev.alize.connect.batch.source;

import dev.alize.connect.batch.LineId;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Metadata;
import dev.alize.schemas.batch.BatchLine;
import dev.alize.schemas.batch.BatchLines;
import dev.alize.schemas.batch.LineFault;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/** Makes the values of {@code llm.requests}. */
final class RequestParser implements LineParser {
    private final SourceSettings settings;
    private final AvroSerializer<CompletionRequest> serializer;

    RequestParser(SourceSettings settings, AvroSerializer<CompletionRequest> serializer) {
        this.settings = settings;
        this.serializer = serializer;
    }

    @Override
    public Parsed parse(byte[] line, LineId id) {
        List<LineFault> faults = new ArrayList<>();
        Optional<BatchLine> parsed = BatchLines.parse(line, faults::add);
        if (parsed.isEmpty()) {
            return new Parsed.Bad(null, "invalid_line", faults.getFirst());
        }
        return switch (parsed.get()) {
            case BatchLine.Unserved line1 -> unserved(line1);
            case BatchLine.Completion completion -> request(completion, id);
        };
    }

    private static Parsed unserved(BatchLine.Unserved line) {
        return new Parsed.Bad(
                line.customId(), line.code(), new LineFault("", "a request that is not served", line.message()));
    }

    private Parsed request(BatchLine.Completion completion, LineId id) {
        CompletionRequest request = completion.named(id.text(), settings.tenant());
        request.setPriority(settings.priority());
        request.setMetadata(Map.of(Metadata.BATCH_ID, id.batch(), Metadata.BATCH_CUSTOM_ID, completion.customId()));
        byte[] value;
        try {
            value = serializer.serialize(settings.requestsTopic(), request);
        } catch (SerializationException e) {
            throw unwritable(e);
        }
        if (value == null || value.length > settings.requestMaxBytes()) {
            int length = value == null ? 0 : value.length;
            LineFault fault = new LineFault(
                    "body", "a request of " + length + " bytes", "at most " + settings.requestMaxBytes() + " bytes");
            return new Parsed.Bad(completion.customId(), "request_too_large", fault);
        }
        return new Parsed.Good(value);
    }

    /** Every request can be written; what fails is the registry, or its refusal of the schema. */
    private static ConnectException unwritable(SerializationException e) {
        boolean transientTrouble = e.getCause() instanceof RegistryException registry && registry.isTransient();
        String message = "Requests cannot be written: " + e.getMessage();
        return transientTrouble ? new RetriableException(message, e) : new ConnectException(message, e);
    }
}
