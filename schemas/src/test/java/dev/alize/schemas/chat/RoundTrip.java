package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Priority;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/** JSON to record to Avro binary to record to JSON. */
public final class RoundTrip {
    private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (a, b) -> {
        boolean numbers = a.isNumber() && b.isNumber();
        return numbers ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;
    };

    private RoundTrip() {}

    public static JsonNode json(String text) {
        return ChatJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    public static boolean equal(JsonNode a, JsonNode b) {
        return a.equals(NUMBERS_BY_VALUE, b);
    }

    public static CompletionRequest emptyRequest() {
        return CompletionRequest.newBuilder()
                .setRequestId("r-1")
                .setEndpoint(Endpoint.CHAT)
                .setPriority(Priority.NORMAL)
                .setParametersBuilder(Parameters.newBuilder())
                .build();
    }

    public static CompletionResponse emptyResponse() {
        return CompletionResponse.newBuilder()
                .setRequestId("r-1")
                .setTenant("default")
                .setStatus(Status.COMPLETED)
                .setChoices(List.of())
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build())
                .build();
    }

    static JsonNode request(String body) {
        return ChatJson.requestBody(throughAvro(ChatJson.readRequest(json(body), emptyRequest())));
    }

    static JsonNode completion(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ChatJson.completionBody(throughAvro(ChatJson.readCompletion(bytes, emptyResponse())));
    }

    static <T extends SpecificRecordBase> T throughAvro(T record) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            SpecificData model = record.getSpecificData();
            new SpecificDatumWriter<T>(record.getSchema(), model).write(record, encoder);
            encoder.flush();
            return new SpecificDatumReader<T>(record.getSchema(), record.getSchema(), model)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
