package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Environment;
import dev.alize.config.KafkaSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaReaderTest {
    private static final Environment ENVIRONMENT =
            new Environment(Map.of("JAAS", "login required;"), InstantSource.system());

    @Test
    void hasDefaultsForBrokerAndRegistry() {
        assertThat(Yaml.read(Yaml.MINIMAL).kafka().resolve(ENVIRONMENT))
                .isEqualTo(
                        Map.of("bootstrap.servers", "localhost:9092", "schema.registry.url", "http://localhost:8081"));
    }

    @Test
    void joinsNestedMapsWithDotsAndListsWithCommas() {
        assertThat(kafka("  bootstrap: {servers: [a:1, b:2]}\n  schema.registry: {url: 'http://r'}\n  linger.ms: 5\n")
                        .resolve(ENVIRONMENT))
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("schema.registry.url", "http://r")
                .containsEntry("linger.ms", "5");
    }

    @Test
    void passesAnyPropertyThroughAsText() {
        assertThat(kafka("  auto.register.schemas: false\n  security.protocol: SASL_SSL\n  retries: 2147483647\n")
                        .resolve(ENVIRONMENT))
                .containsEntry("auto.register.schemas", "false")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("retries", "2147483647");
    }

    @Test
    void takesSecretsFromElsewhere() {
        KafkaSettings kafka = kafka("  sasl.jaas.config: {env: JAAS}\n");

        assertThat(kafka.resolve(ENVIRONMENT)).containsEntry("sasl.jaas.config", "login required;");
        assertThat(kafka).asString().contains("sasl.jaas.config=(hidden)").doesNotContain("login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.key.password",
                "sasl.jaas.config",
                "basic.auth.user.info",
                "bearer.auth.token",
                "oauth.client.secret",
                "ssl.keystore.key"
            })
    void neverShowsAPropertyThatMayBeASecret(String name) {
        KafkaSettings kafka = kafka("  " + name + ": hunter2\n");

        assertThat(kafka.resolve(ENVIRONMENT)).containsEntry(name, "hunter2");
        assertThat(kafka.toString()).contains(name).doesNotContain("hunter2");
        assertThat(kafka.properties().toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application.id",
                "group.instance.id",
                "client.id",
                "consumer.client.id",
                "state.dir",
                "processing.guarantee",
                "num.stream.threads",
                "commit.interval.ms",
                "default.key.serde",
                "default.value.serde",
                "key.deserializer",
                "main.consumer.value.deserializer",
                "producer.max.request.size"
            })
    void refusesWhatTheEngineOwns(String name) {
        assertThat(problems("  " + name + ": 1\n"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:7 kafka." + name + ": set by the engine; ");
    }

    @Test
    void saysWhichKeyToUseInstead() {
        assertThat(problems("  commit.interval.ms: 50\n"))
                .containsExactly(
                        "f.yaml:7 kafka.commit.interval.ms: set by the engine; use processing.commit_interval.");
    }

    @Test
    void refusesProtocolsUnderWhichTheIntakeCannotBePaused() {
        assertThat(problems("  group.protocol: streams\n"))
                .containsExactly("f.yaml:7 kafka.group.protocol: only 'classic' works: "
                        + "with the newer protocols the intake cannot be paused.");
        assertThat(problems("  group.protocol: classic\n")).isEmpty();
    }

    @Test
    void refusesAPropertyThatIsGivenInTwoForms() {
        assertThat(problems("  bootstrap.servers: a\n  bootstrap: {servers: b}\n"))
                .containsExactly("f.yaml:8 kafka.bootstrap.servers: property 'bootstrap.servers' is given twice.");
    }

    @Test
    void refusesAPropertyWithoutValueOrWithAWrongReference() {
        assertThat(problems("  security.protocol:\n"))
                .containsExactly("f.yaml:7 kafka.security.protocol: got no value, expected a single value.");
        assertThat(problems("  ssl.key.password: {env: A, file: b}\n"))
                .containsExactly("f.yaml:7 kafka.ssl.key.password: expected exactly one of env and file.");
        assertThat(problems("  ssl.key.password: {env: 'not a name'}\n"))
                .singleElement()
                .asString()
                .contains("expected the name of an environment variable")
                .doesNotContain("not a name");
    }

    @Test
    void endsWhereAMapContainsItself() {
        assertThat(problems("  a: &a\n    b: *a\n"))
                .singleElement()
                .asString()
                .endsWith("is nested too deeply for a Kafka property.");
    }

    private static KafkaSettings kafka(String lines) {
        return Yaml.read(Yaml.MINIMAL + "kafka:\n" + lines).kafka();
    }

    private static List<String> problems(String lines) {
        return Yaml.problems(Yaml.MINIMAL + "kafka:\n" + lines);
    }
}
