package dev.alize.schemas.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.serde.AvroSerde;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What we rely on in every registry. Each test has a subject of its own, so that a registry may be shared. */
public interface RegistryContract {
    Schema SMALL =
            SchemaBuilder.record("x.Plane").fields().requiredString("name").endRecord();
    Schema LARGER = SchemaBuilder.record("x.Plane")
            .fields()
            .requiredString("name")
            .name("seats")
            .type()
            .intType()
            .intDefault(0)
            .endRecord();
    Schema ANOTHER =
            SchemaBuilder.record("x.Plane").fields().requiredInt("name").endRecord();

    /** For {@code schema.registry.url}. */
    String url();

    @Test
    default void aSchemaHasOneIdHoweverOftenItIsRegistered() {
        try (RegistryClient client = client()) {
            String subject = fresh();
            Registration first = client.register(subject, SMALL, false);
            assertThat(client.register(subject, SMALL, false)).isEqualTo(first);
            assertThat(client.lookup(subject, SMALL, false)).isEqualTo(first);
            assertThat(client.byId(first.id())).isEqualTo(SMALL);
            assertThat(client.subjects()).contains(subject);
        }
    }

    @Test
    default void theNewestVersionIsTheLastRegistered() {
        try (RegistryClient client = client()) {
            String subject = fresh();
            Registration first = client.register(subject, SMALL, false);
            Registration second = client.register(subject, LARGER, false);
            assertThat(second.id()).isNotEqualTo(first.id());
            RegisteredSchema latest = client.latest(subject);
            assertThat(latest.version()).isEqualTo(2);
            assertThat(latest.id()).isEqualTo(second.id());
            assertThat(latest.schema()).isEqualTo(LARGER);
        }
    }

    @Test
    default void whatIsNotThereIsNotFoundAndNotTransient() {
        try (RegistryClient client = client()) {
            RegistryException noSubject =
                    catchThrowableOfType(RegistryException.class, () -> client.lookup(fresh(), SMALL, false));
            assertThat(noSubject.status()).isEqualTo(404);
            assertThat(noSubject.isTransient()).isFalse();
            RegistryException noId = catchThrowableOfType(RegistryException.class, () -> client.byId(2_000_000_000));
            assertThat(noId.isUnknownSchema()).isTrue();
            RegistryException noGuid =
                    catchThrowableOfType(RegistryException.class, () -> client.byGuid(new UUID(1, 2)));
            assertThat(noGuid.status()).isEqualTo(404);
            assertThat(noGuid.isTransient()).isFalse();
        }
    }

    @Test
    default void compatibilityIsKeptBySubject() {
        try (RegistryClient client = client()) {
            String subject = fresh();
            client.register(subject, SMALL, false);
            client.setCompatibility(subject, "FULL_TRANSITIVE");
            assertThat(client.compatibility(subject)).contains("FULL_TRANSITIVE");
            assertThat(client.isCompatible(subject, LARGER)).isTrue();
            assertThat(client.isCompatible(subject, ANOTHER)).isFalse();
        }
    }

    @Test
    default void aTopicWithoutAssociationsHasNone() {
        try (RegistryClient client = client()) {
            assertThat(client.associated("-", fresh(), false)).isEmpty();
        }
    }

    @Test
    default void recordsHaveTheGoldenBytes() {
        try (AvroSerde<Cancellation> serde = new AvroSerde<>()) {
            serde.configure(Map.of("schema.registry.url", url(), "specific.avro.reader", "true"), false);
            String topic = fresh();
            int id = serde.prepare(topic, Cancellation.getClassSchema());
            Cancellation cancellation = Cancellation.newBuilder()
                    .setRequestId("r-1")
                    .setTenant("t")
                    .setRedrive(1)
                    .build();
            byte[] bytes = requireNonNull(serde.serializer().serialize(topic, new RecordHeaders(), cancellation));
            // 0x00, the id, "r-1" (length 3 as zigzag 06), "t", 1 as zigzag 02, branch 0 of the union
            assertThat(HexFormat.of().formatHex(bytes))
                    .isEqualTo("00%08x".formatted(id) + "06722d31" + "0274" + "0200");
            assertThat(serde.deserializer().deserialize(topic, bytes)).isEqualTo(cancellation);
        }
    }

    private RegistryClient client() {
        return new RegistryClient(RegistryConfig.of(Map.of("schema.registry.url", url())));
    }

    private static String fresh() {
        return "contract-" + UUID.randomUUID();
    }
}
