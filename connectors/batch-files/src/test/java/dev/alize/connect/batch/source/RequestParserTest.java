package dev.alize.connect.batch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.connect.batch.LineId;
import dev.alize.connect.batch.source.LineParser.Parsed;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Priority;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.AvroSerializer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestParserTest {
    private static final LineId ID = new LineId("0123456789abcdef0123456789abcdef", 7);

    @TempDir
    Path directory;

    @Test
    void makesARequestWithTheIdOfTheLineAndTheNamesOfTheBatch() {
        try (FakeRegistry registry = new FakeRegistry();
                AvroSerializer<CompletionRequest> serializer = serializer(registry.url());
                AvroDeserializer<CompletionRequest> reader = new AvroDeserializer<>(CompletionRequest.class)) {
            reader.configure(Map.of("schema.registry.url", registry.url()), false);
            Parsed parsed = parser(serializer).parse(line("a", "bonjour"), ID);

            byte[] value = ((Parsed.Good) parsed).request();
            CompletionRequest request = Objects.requireNonNull(reader.deserialize("llm.requests", value));
            assertThat(request.getRequestId()).isEqualTo("0123456789abcdef0123456789abcdef-7");
            assertThat(request.getTenant()).isEqualTo("acme");
            assertThat(request.getPriority()).isEqualTo(Priority.NORMAL);
            assertThat(request.getMetadata())
                    .containsOnly(
                            Map.entry("alize.batch_id", "0123456789abcdef0123456789abcdef"),
                            Map.entry("alize.batch_custom_id", "a"));
        }
    }

    @Test
    void refusesWhatIsNoRequestNotServedOrTooLarge() {
        try (FakeRegistry registry = new FakeRegistry();
                AvroSerializer<CompletionRequest> serializer = serializer(registry.url())) {
            LineParser parser = parser(serializer);

            assertThat(parser.parse("secret".getBytes(StandardCharsets.UTF_8), ID))
                    .isInstanceOfSatisfying(Parsed.Bad.class, bad -> {
                        assertThat(bad.code()).isEqualTo("invalid_line");
                        assertThat(bad.fault().toString()).doesNotContain("secret");
                    });
            assertThat(parser.parse(
                            "{\"custom_id\":\"a\",\"url\":\"/v1/embeddings\"}".getBytes(StandardCharsets.UTF_8), ID))
                    .isInstanceOfSatisfying(Parsed.Bad.class, bad -> {
                        assertThat(bad.code()).isEqualTo("unsupported_url");
                        assertThat(bad.customId()).isEqualTo("a");
                    });
            assertThat(parser.parse(line("a", "x".repeat(2_000)), ID))
                    .isInstanceOfSatisfying(
                            Parsed.Bad.class, bad -> assertThat(bad.code()).isEqualTo("request_too_large"));
        }
    }

    @Test
    void takesNoLineForABadOneWhileTheRegistryDoesNotAnswer() {
        try (AvroSerializer<CompletionRequest> serializer = serializer("http://127.0.0.1:1")) {
            assertThatThrownBy(() -> parser(serializer).parse(line("a", "bonjour"), ID))
                    .isInstanceOf(RetriableException.class);
        }
    }

    private LineParser parser(AvroSerializer<CompletionRequest> serializer) {
        return new RequestParser(
                SourceSettings.of(Map.of(
                        "input.directory", directory.toString(),
                        "tenant", "acme",
                        "priority", "normal",
                        "request.max.bytes", "1500",
                        "schema.registry.url", "http://127.0.0.1:1")),
                serializer);
    }

    private static AvroSerializer<CompletionRequest> serializer(String url) {
        AvroSerializer<CompletionRequest> serializer = new AvroSerializer<>();
        serializer.configure(Map.of("schema.registry.url", url, "max.retries", "0"), false);
        return serializer;
    }

    private static byte[] line(String customId, String text) {
        return ("{\"custom_id\":\"" + customId + "\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                        + "\"}]}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
