package dev.alize.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {
    private static final Schema PLANE =
            SchemaBuilder.record("x.Plane").fields().requiredString("name").endRecord();
    private static final Schema PLANE_2 = SchemaBuilder.record("x.Plane")
            .fields()
            .requiredString("name")
            .requiredInt("seats")
            .endRecord();

    private final FakeRegistry registry = new FakeRegistry();
    private final FakeRegistry second = new FakeRegistry();

    @AfterEach
    void close() {
        registry.close();
        second.close();
    }

    @Test
    void registersAndFindsSchemas() {
        try (RegistryClient client = client(Map.of())) {
            Registration made = client.register("planes/ü-value", PLANE, false);
            assertThat(client.lookup("planes/ü-value", PLANE, true)).isEqualTo(made);
            assertThat(client.byId(made.id())).isEqualTo(PLANE);
            assertThat(client.subjects()).containsExactly("planes/ü-value");
            assertThat(client.latest("planes/ü-value"))
                    .isEqualTo(new RegisteredSchema("planes/ü-value", 1, made.id(), made.guid(), PLANE));
        }
        assertThat(lines(registry))
                .startsWith(
                        "POST /subjects/planes%2F%C3%BC-value/versions",
                        "POST /subjects/planes%2F%C3%BC-value?normalize=true");
    }

    @Test
    void readsAndSetsCompatibility() {
        try (RegistryClient client = client(Map.of())) {
            assertThat(client.compatibility()).isEqualTo("BACKWARD");
            assertThat(client.compatibility("s")).isEmpty();
            client.setCompatibility("s", "FULL_TRANSITIVE");
            assertThat(client.compatibility("s")).contains("FULL_TRANSITIVE");
            client.register("s", PLANE, false);
            assertThat(client.isCompatible("s", PLANE)).isTrue();
            assertThat(client.isCompatible("s", PLANE_2)).isFalse();
        }
    }

    @Test
    void keepsStatusAndCodeOfARefusal() {
        try (RegistryClient client = client(Map.of())) {
            RegistryException e = catchThrowableOfType(RegistryException.class, () -> client.byId(7));
            assertThat(e.status()).isEqualTo(404);
            assertThat(e.code()).isEqualTo(40403);
            assertThat(e.isTransient()).isFalse();
            assertThat(e.isUnknownSchema()).isTrue();
            assertThat(e)
                    .hasMessage("Schema registry %s: GET /schemas/ids/7: got status 404, code 40403: Schema 7 not found"
                            .formatted(registry.url()));
        }
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void aPageThatIsNoRegistryIsNoUnknownSchema() {
        registry.fail(404, "<html>not here</html>");
        try (RegistryClient client = client(Map.of())) {
            RegistryException e = catchThrowableOfType(RegistryException.class, () -> client.byId(7));
            assertThat(e.isUnknownSchema()).isFalse();
            assertThat(e.isTransient()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void goesOnToTheNextAddressAndStaysThere(int status) {
        registry.fail(status, "{\"error_code\":50001,\"message\":\"store is down\"}");
        try (RegistryClient client = client(Map.of("schema.registry.url", registry.url() + "," + second.url() + "/"))) {
            client.subjects();
            client.subjects();
        }
        assertThat(registry.asked()).hasSize(1);
        assertThat(second.asked()).hasSize(2);
    }

    @Test
    void goesOnWhereNobodyListens() throws IOException {
        try (RegistryClient client = client(Map.of("schema.registry.url", nobody() + "," + second.url()))) {
            assertThat(client.subjects()).isEmpty();
        }
    }

    @Test
    void doesNotGoOnAfterARefusal() {
        registry.fail(422, "{\"error_code\":42201,\"message\":\"invalid schema\"}");
        try (RegistryClient client = client(Map.of("schema.registry.url", registry.url() + "," + second.url()))) {
            assertThatThrownBy(client::subjects).hasMessageContaining("code 42201");
        }
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void asksAgainAsOftenAsItMay() {
        for (int i = 0; i < 3; i++) {
            registry.fail(503, "");
        }
        try (RegistryClient client = client(Map.of("max.retries", 2, "retries.wait.ms", 1))) {
            RegistryException e = catchThrowableOfType(RegistryException.class, client::subjects);
            assertThat(e.isTransient()).isTrue();
            assertThat(e.status()).isEqualTo(503);
            assertThat(client.subjects()).isEmpty();
        }
        assertThat(registry.asked()).hasSize(4);
    }

    @Test
    void doesNotWaitForEverForAnAnswer() {
        registry.fail(0, "");
        Map<String, Object> quick = Map.of("http.read.timeout.ms", 50, "http.connect.timeout.ms", 50, "max.retries", 0);
        try (RegistryClient client = client(quick)) {
            RegistryException e = catchThrowableOfType(RegistryException.class, client::subjects);
            assertThat(e.isTransient()).isTrue();
            assertThat(e).hasMessageContaining("no answer within 100 ms");
        }
    }

    @Test
    void aCutOffAnswerIsTransient() {
        registry.fail(200, "{\"schema\":");
        try (RegistryClient client = client(Map.of("max.retries", 0))) {
            assertThat(catchThrowableOfType(RegistryException.class, () -> client.byId(1)))
                    .matches(RegistryException::isTransient);
        }
    }

    @Test
    void aSchemaThatIsNotAvroIsUnusable() {
        int json = registry.hold("{\"schema\":\"{}\",\"schemaType\":\"JSON\"}");
        int wrong = registry.hold("{\"schema\":\"{\\\"type\\\":\\\"secret\\\"}\"}");
        try (RegistryClient client = client(Map.of())) {
            assertThat(catchThrowableOfType(RegistryException.class, () -> client.byId(json)))
                    .matches(RegistryException::isUnknownSchema)
                    .hasMessageContaining("type JSON");
            assertThat(catchThrowableOfType(RegistryException.class, () -> client.byId(wrong)))
                    .matches(RegistryException::isUnknownSchema);
        }
    }

    @Test
    void readsTheSchemasASchemaRefersTo() {
        try (RegistryClient client = client(Map.of())) {
            client.register("planes", PLANE, false);
            int id = registry.hold("{\"schema\":\"{\\\"type\\\":\\\"array\\\",\\\"items\\\":\\\"x.Plane\\\"}\","
                    + "\"references\":[{\"name\":\"x.Plane\",\"subject\":\"planes\",\"version\":1}]}");
            assertThat(client.byId(id).getElementType()).isEqualTo(PLANE);
        }
    }

    @Test
    void logsInAsConfigured() {
        String url = registry.url().replace("//", "//me:p%40ss@");
        assertThat(authorization(Map.of("schema.registry.url", url))).isEqualTo("Basic bWU6cEBzcw==");
        Map<String, String> info = Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:x");
        assertThat(authorization(info)).isEqualTo("Basic bWU6eA==");
        Map<String, String> prefixed =
                Map.of("basic.auth.credentials.source", "USER_INFO", "schema.registry.basic.auth.user.info", "me:x");
        assertThat(authorization(prefixed)).isEqualTo("Basic bWU6eA==");
        String jaas =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=\"x\";";
        Map<String, String> sasl = Map.of("basic.auth.credentials.source", "SASL_INHERIT", "sasl.jaas.config", jaas);
        assertThat(authorization(sasl)).isEqualTo("Basic bWU6eA==");
        Map<String, String> bearer =
                Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken");
        assertThat(authorization(bearer)).isEqualTo("Bearer t0ken");
        assertThat(authorization(Map.of())).isNull();
    }

    @Test
    void noSecretIsInAMessage() {
        registry.fail(401, "{\"error_code\":401,\"message\":\"no user me:s3cret, bWU6czNjcmV0\"}");
        Map<String, String> info =
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:s3cret");
        try (RegistryClient client = client(info)) {
            assertThatThrownBy(client::subjects).hasMessageEndingWith("got status 401, code 401: no user me:***, ***");
        }
        RegistryConfig config = RegistryConfig.of(settings(info));
        assertThat(config.toString()).doesNotContain("s3cret").doesNotContain("bWU6");
    }

    private @Nullable String authorization(Map<String, ?> settings) {
        try (RegistryClient client = client(settings)) {
            client.subjects();
        }
        List<FakeRegistry.Asked> asked = registry.asked();
        return asked.get(asked.size() - 1).authorization();
    }

    private RegistryClient client(Map<String, ?> settings) {
        return new RegistryClient(RegistryConfig.of(settings(settings)));
    }

    private Map<String, Object> settings(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("schema.registry.url", registry.url(), "retries.wait.ms", 1));
        all.putAll(settings);
        return all;
    }

    private static List<String> lines(FakeRegistry registry) {
        return registry.asked().stream().map(FakeRegistry.Asked::line).toList();
    }

    private static String nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://localhost:" + socket.getLocalPort();
        }
    }
}
