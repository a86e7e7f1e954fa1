package dev.alize.schemas.serde;

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
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriterSchemasTest {
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
    void readsTheIdOfARecord() {
        assertThat(WriterSchemas.idOf(new byte[] {0, 1, 2, 3, 4})).isEqualTo(0x01020304);
        assertThat(WriterSchemas.idOf(new byte[] {0, 1, 2, 3, 4, 5})).isEqualTo(0x01020304);
    }

    @Test
    void whatIsNotInTheWireFormatHasNoId() {
        assertThat(WriterSchemas.idOf(null)).isEqualTo(-1);
        assertThat(WriterSchemas.idOf(new byte[0])).isEqualTo(-1);
        assertThat(WriterSchemas.idOf(new byte[] {0, 1, 2, 3})).isEqualTo(-1);
        assertThat(WriterSchemas.idOf(new byte[] {1, 1, 2, 3, 4})).isEqualTo(-1);
        assertThat(WriterSchemas.idOf(new byte[] {0, -1, 2, 3, 4})).isEqualTo(-1);
    }

    @Test
    void knowsASchemaForGoodOnceLoaded() {
        int id = client.register("s", Cancellation.getClassSchema(), false);
        assertThat(schemas.knows(id)).isFalse();
        schemas.load(id);
        schemas.load(id);
        assertThat(schemas.knows(id)).isTrue();
        assertThat(schemas.schema(id)).contains(Cancellation.getClassSchema());
        assertThat(registry.asked()).hasSize(2);
    }

    @Test
    void knowsThatASchemaIsNotThereForAMinute() {
        schemas.load(1);
        assertThat(schemas.knows(1)).isTrue();
        assertThat(schemas.schema(1)).isEmpty();
        assertThatThrownBy(() -> schemas.require(1))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Schema id 1 leads to no Avro schema: status 404, code 40403");

        client.register("s", Cancellation.getClassSchema(), false);
        now += Duration.ofSeconds(WriterSchemas.UNKNOWN_SECONDS).toNanos();
        assertThat(schemas.knows(1)).isFalse();
        schemas.load(1);
        assertThat(schemas.require(1)).isEqualTo(Cancellation.getClassSchema());
    }

    @Test
    void readingRightAfterKnowingAsksNobodyEvenAtTheEndOfTheMinute() {
        schemas.load(1);
        now += Duration.ofSeconds(WriterSchemas.UNKNOWN_SECONDS).toNanos();
        assertThatThrownBy(() -> schemas.require(1)).isInstanceOf(SerializationException.class);
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void aFailureIsNotRemembered() {
        int id = client.register("s", Cancellation.getClassSchema(), false);
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
}
