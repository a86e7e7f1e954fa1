package dev.alize.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.registry.RegistryClient;
import dev.alize.schemas.registry.RegistryConfig;
import dev.alize.schemas.registry.RegistryException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriterSchemasTest {
    private static final SchemaRef FIRST = new SchemaRef.Id(1);

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClient client =
            new RegistryClient(RegistryConfig.of(Map.of("schema.registry.url", registry.url(), "max.retries", 0)));
    private long now = 5;
    private final WriterSchemas schemas = new WriterSchemas(client, () -> now);

    @AfterEach
    void close() {
        client.close();
        registry.close();
    }

    @Test
    void knowsASchemaForGoodOnceLoaded() {
        SchemaRef id = new SchemaRef.Id(
                client.register("s", Cancellation.getClassSchema(), false).id());
        assertThat(schemas.knows(id)).isFalse();
        schemas.load(id);
        schemas.load(id);
        assertThat(schemas.knows(id)).isTrue();
        assertThat(schemas.schema(id)).contains(Cancellation.getClassSchema());
        assertThat(registry.asked()).hasSize(2);
    }

    @Test
    void knowsThatASchemaIsNotThereForAMinute() {
        schemas.load(FIRST);
        assertThat(schemas.knows(FIRST)).isTrue();
        assertThat(schemas.schema(FIRST)).isEmpty();
        assertThatThrownBy(() -> schemas.require(FIRST))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Schema id 1 leads to no Avro schema: status 404, code 40403");

        client.register("s", Cancellation.getClassSchema(), false);
        now += Duration.ofSeconds(WriterSchemas.UNKNOWN_SECONDS).toNanos();
        assertThat(schemas.knows(FIRST)).isFalse();
        schemas.load(FIRST);
        assertThat(schemas.require(FIRST)).isEqualTo(Cancellation.getClassSchema());
    }

    @Test
    void readingRightAfterKnowingAsksNobodyEvenAtTheEndOfTheMinute() {
        schemas.load(FIRST);
        now += Duration.ofSeconds(WriterSchemas.UNKNOWN_SECONDS).toNanos();
        assertThatThrownBy(() -> schemas.require(FIRST)).isInstanceOf(SerializationException.class);
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void aFailureIsNotRemembered() {
        SchemaRef id = new SchemaRef.Id(
                client.register("s", Cancellation.getClassSchema(), false).id());
        registry.fail(500, "");
        assertThat(catchThrowableOfType(RegistryException.class, () -> schemas.load(id)))
                .matches(RegistryException::isTransient);
        registry.fail(401, "{\"error_code\":401,\"message\":\"no\"}");
        assertThat(catchThrowableOfType(RegistryException.class, () -> schemas.load(id)))
                .matches(e -> !e.isTransient());
        assertThat(schemas.knows(id)).isFalse();
        schemas.load(id);
        assertThat(schemas.knows(id)).isTrue();
    }

    @Test
    void knowsASchemaByItsGuid() {
        UUID guid = requireNonNull(
                client.register("s", Cancellation.getClassSchema(), false).guid());
        SchemaRef known = new SchemaRef.Guid(guid);
        schemas.load(known);
        assertThat(schemas.schema(known)).contains(Cancellation.getClassSchema());
        SchemaRef strange = new SchemaRef.Guid(new UUID(1, 2));
        schemas.load(strange);
        assertThat(schemas.knows(strange)).isTrue();
        assertThatThrownBy(() -> schemas.require(strange))
                .hasMessage("Schema GUID 00000000-0000-0001-0000-000000000002 leads to no Avro schema:"
                        + " status 404, code 40403");
    }
}
