package dev.alize.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.Cancellation;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.registry.RegistryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subjects that the registry associates with topics. */
class AssociatedNameTest {
    private final FakeRegistry registry = new FakeRegistry();
    private final AvroSerde<Cancellation> serde = new AvroSerde<>();

    @AfterEach
    void close() {
        serde.close();
        registry.close();
    }

    @Test
    void registersUnderTheSubjectOfTheTopic() {
        registry.associate("t", "planes");
        write();
        assertThat(lines())
                .containsExactly(
                        "GET /associations/resources/-/t?resourceType=topic&associationType=value",
                        "POST /subjects/planes/versions");
    }

    @Test
    void fallsBackToTheTopicWhereNothingIsAssociated() {
        registry.associate("another", "planes");
        write();
        assertThat(lines()).endsWith("POST /subjects/t-value/versions");
    }

    @Test
    void fallsBackToTheTopicWhereTheRegistryHasNoAssociations() {
        write();
        assertThat(lines()).endsWith("POST /subjects/t-value/versions");
    }

    @Test
    void asksForTheTopicOfAClusterWhereOneIsGiven() {
        configure(Map.of("subject.name.strategy.kafka.cluster.id", "lkc 1"));
        serde.prepare("t", Cancellation.getClassSchema());
        assertThat(lines()).first().asString().startsWith("GET /associations/resources/lkc%201/t?");
    }

    @Test
    void twoSubjectsAreRefused() {
        registry.associate("t", "planes", "trains");
        assertThatThrownBy(this::write)
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("planes, trains");
    }

    @Test
    void anotherFailureIsNoFallback() {
        registry.fail(403, "{\"error_code\":403,\"message\":\"no\"}");
        configure(Map.of());
        assertThatThrownBy(() -> serde.prepare("t", Cancellation.getClassSchema()))
                .isInstanceOf(RegistryException.class);
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void anotherFallbackIsRefused() {
        assertThatThrownBy(() -> configure(Map.of("subject.name.strategy.fallback.type", "NONE")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("subject.name.strategy.fallback.type");
    }

    private void write() {
        configure(Map.of());
        serde.serializer().serialize("t", Samples.cancellation());
        serde.serializer().serialize("t", Samples.cancellation());
    }

    private void configure(Map<String, ?> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "schema.registry.url",
                registry.url(),
                "value.subject.name.strategy",
                "io.confluent.kafka.serializers.subject.AssociatedNameStrategy"));
        settings.putAll(more);
        serde.configure(settings, false);
    }

    private List<String> lines() {
        return registry.asked().stream().map(FakeRegistry.Asked::line).toList();
    }
}
