package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.embedded.SharedStack;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.serde.SchemaPlace;
import dev.alize.schemas.serde.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, and records that name their schema by a GUID in a header, on both sides of the gateway. */
@Timeout(180)
class HeaderGuidIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final FakeRegistry registry = new FakeRegistry();

    @TempDir
    Path stateDir;

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void readsAndWritesHeadersAndSetsAsideWhatItCannotRead() throws Exception {
        try (Trial trial = new Trial(stateDir, "", inHeader(registry.url()));
                Gateway gateway = Gateway.start(trial.configuration, Environment.ofProcess())) {
            assertThat(gateway.awaitRunning(LONG)).isTrue();
            Headers unknown = new RecordHeaders().add(SchemaRef.VALUE_HEADER, guidOfNothing());
            trial.sendRaw(Topic.REQUESTS, "lost", "?".getBytes(StandardCharsets.UTF_8), unknown);
            trial.request("r1");

            var response = trial.read(Topic.RESPONSES, 1, LONG).getFirst();
            assertThat(trial.decode(response, CompletionResponse.class).getStatus())
                    .isEqualTo(Status.COMPLETED);
            assertNamedByHeader(response);
            var event = trial.read(Topic.AUDIT, 1, LONG).getFirst();
            assertThat(trial.decode(event, AuditEvent.class).getKind()).isNotEmpty();
            assertNamedByHeader(event);
            var dead = trial.read(Topic.DEAD_LETTERS, 1, LONG).getFirst();
            assertThat(dead.value()).asString(StandardCharsets.UTF_8).isEqualTo("?");
            assertThat(dead.headers().lastHeader(SchemaRef.VALUE_HEADER).value())
                    .isEqualTo(guidOfNothing());
        }
    }

    @Test
    void doesNotStartWhereTheRegistryHasNoGuids() {
        String url = SharedStack.get().registryUrl();
        try (Trial trial = new Trial(stateDir, "", inHeader(url))) {
            assertThatThrownBy(() -> Gateway.start(trial.configuration, Environment.ofProcess()))
                    .isInstanceOf(GatewayStartException.class)
                    .hasMessageContaining(url)
                    .hasMessageContaining("got no GUID")
                    .hasMessageContaining("PrefixSchemaIdSerializer");
        }
    }

    private static void assertNamedByHeader(ConsumerRecord<byte[], byte[]> record) {
        assertThat(record.headers().headers(SchemaRef.VALUE_HEADER)).hasSize(1);
        assertThat(record.headers().lastHeader(SchemaRef.VALUE_HEADER).value())
                .hasSize(17)
                .startsWith(1);
        assertThat(record.value()[0]).as("a prefix").isGreaterThan((byte) 1);
    }

    private static byte[] guidOfNothing() {
        byte[] guid = new byte[17];
        guid[0] = 1;
        return guid;
    }

    private static Map<String, String> inHeader(String url) {
        return Map.of("schema.registry.url", url, "value.schema.id.serializer", SchemaPlace.HEADER.className());
    }
}
