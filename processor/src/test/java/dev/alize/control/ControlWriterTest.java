package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.Connection;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ControlWriterTest {
    private final List<Map<String, String>> told = new ArrayList<>();

    @Test
    void aCommandThatMayBeWrittenOrNotIsAuditedToo() {
        Configuration configuration = new ConfigurationReader().parse("test", """
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                """);
        Environment environment = new Environment(Map.of(), InstantSource.system());
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        try (ControlWriter writer = new ControlWriter(
                Connection.of(configuration, environment),
                configuration,
                (kind, target, reason, details) -> told.add(details),
                InstantSource.system(),
                producer)) {
            Mitigation.Scope scope = new Mitigation.Scope(Command.PAUSE, "a");
            writer.lift(scope, "ada", "it is over");
            producer.sendException = new TimeoutException("no answer");
            assertThatThrownBy(() -> writer.lift(scope, "ada", "again")).isInstanceOf(UnreachableException.class);
        }
        assertThat(told)
                .containsExactly(
                        Map.of("state", "lifted", "issued_by", "ada", "why", "it is over"),
                        Map.of("state", "unsure", "issued_by", "ada", "why", "again"));
    }
}
