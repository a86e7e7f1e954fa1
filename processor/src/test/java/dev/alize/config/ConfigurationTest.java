package dev.alize.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.config.reader.ConfigurationReader;
import dev.alize.domain.Secret;
import dev.alize.domain.Target;
import dev.alize.domain.settings.InvalidSettingException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    private static final Configuration DEFAULTS = new ConfigurationReader().defaults();
    private static final Environment ENVIRONMENT =
            new Environment(Map.of("MISTRAL_API_KEY", "hunter2"), InstantSource.system());
    private static final String SHORT = "providers: {targets: [{id: a, provider: 'mistral:chat:m'}]}\n";

    @Test
    void hasAVersionOfTwelveHexadecimalDigits() {
        assertThat(DEFAULTS.version())
                .matches("[0-9a-f]{12}")
                .isEqualTo(new ConfigurationReader().defaults().version());
    }

    @Test
    void hasTheSameVersionHoweverTheFileIsWritten() {
        String longer = """
                # a comment
                kafka:
                    bootstrap: {servers: "localhost:9092"}
                pack: {enabled: true}
                providers:
                    strategy: single
                    targets:
                        - model: m
                          provider: mistral
                          weight: 1
                          id: a
                """;

        assertThat(read(longer).version()).isEqualTo(read(SHORT).version());
    }

    @Test
    void hasTheSameVersionOnEveryInstance() {
        assertThat(read(SHORT + "processing: {instance_id: two, state_dir: /other}")
                        .version())
                .isEqualTo(read(SHORT).version());
    }

    @Test
    void hasAnotherVersionForEachChange() {
        List<String> changes = List.of(
                "pack: {name: other}",
                "pack: {enabled: false}",
                "policies: {chain: [audit-logger]}",
                "policy: {audit-logger: {retention_days: 7}}",
                "kafka: {linger.ms: 5}",
                "kafka: {linger.ms: {env: A}}",
                "kafka: {linger.ms: {file: A}}",
                "topics: {partitions: 7}",
                "topics: {retention: {chunks: 1d}}",
                "processing: {threads: 2}",
                "processing: {max_open_calls: 7}",
                "processing: {drain_timeout: 1s}");
        List<String> ofProviders = List.of(
                "retry: {budget: 0.5}",
                "circuit_breaker: {ramp_up: 1s}",
                "fallback: {across_models: false}",
                "model_groups: {small: [a]}",
                "model_groups: {tiny: [a]}",
                "model_groups: {small: {targets: [a], aliases: [s]}}");
        Set<String> versions = new HashSet<>(Set.of(read(SHORT).version()));

        assertThat(changes)
                .allSatisfy(change ->
                        assertThat(versions.add(read(SHORT + change).version())).isTrue());
        assertThat(ofProviders)
                .allSatisfy(change -> assertThat(
                                versions.add(read(SHORT.replace("{targets", "{" + change + ", targets"))
                                        .version()))
                        .isTrue());
        assertThat(List.of("capabilities: [chat]", "quota_group: g", "limits: [{tokens: 5, per: 1m}]", "weight: 2"))
                .allSatisfy(change -> assertThat(versions.add(
                                read(SHORT.replace("id: a", "id: a, " + change)).version()))
                        .isTrue());
    }

    @Test
    void givesTheEngineATargetWithItsKey() {
        Target target = DEFAULTS.providers().targets().get(0).toTarget(ENVIRONMENT);

        assertThat(target.id()).isEqualTo("mistral-small");
        assertThat(target.baseUrl()).hasToString("https://api.mistral.ai/v1");
        assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(target.key())
                .hasToString("env MISTRAL_API_KEY")
                .extracting(Secret::reveal)
                .isEqualTo("hunter2");
        assertThat(target.toString()).doesNotContain("hunter2");
    }

    @Test
    void canBeChangedForARunThatStartsItsOwnParts() {
        Configuration changed = DEFAULTS.withKafka(
                        Map.of("bootstrap.servers", "localhost:1", "schema.registry.url", "http://localhost:2"))
                .withPartitions(3)
                .withStreams(streams -> streams.withApplicationId("bench").withInstance("one", Path.of("/tmp/one")))
                .withTargets(target ->
                        target.withEndpoint(URI.create("http://localhost:3/v1"), new SecretReference.Given("hunter2")));

        assertThat(changed.kafka().resolve(ENVIRONMENT))
                .containsEntry("bootstrap.servers", "localhost:1")
                .containsEntry("schema.registry.url", "http://localhost:2");
        assertThat(changed.topics().partitions()).isEqualTo(3);
        assertThat(changed.processing().streams().applicationId()).isEqualTo("bench");
        assertThat(changed.processing().streams().instanceId()).isEqualTo("one");
        assertThat(changed.processing().streams().stateDir()).isEqualTo(Path.of("/tmp/one"));
        assertThat(changed.providers().targets())
                .allSatisfy(target -> assertThat(target.baseUrl()).hasToString("http://localhost:3/v1"));
        assertThat(changed.toString()).doesNotContain("hunter2");
        assertThat(changed.policies()).isEqualTo(DEFAULTS.policies());
    }

    @Test
    void saysWhichSecretsCannotBeRead() {
        Configuration configuration = read(SHORT + "kafka: {sasl.jaas.config: {env: JAAS}}");

        assertThat(configuration.unreadableSecrets(ENVIRONMENT))
                .containsExactly("kafka.sasl.jaas.config: env JAAS: "
                        + "the environment variable is not set or empty; expected a secret");
        assertThat(configuration.unreadableSecrets(new Environment(Map.of("JAAS", "x"), InstantSource.system())))
                .singleElement()
                .asString()
                .startsWith("providers.targets 'a' secret_key_ref: env MISTRAL_API_KEY: ");
        assertThatThrownBy(() -> configuration.kafka().resolve(ENVIRONMENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("kafka.sasl.jaas.config: env JAAS: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pack: {enabled: false} | pack.enabled: false: the processor refuses to run with this file",
                "policy: {audit-logger: {}} | policy.audit-logger: has no effect, since policies.chain does not name it",
                "kafka: {ssl.key.password: x} | kafka.ssl.key.password: a secret in clear text; "
                        + "better {env: NAME} or {file: PATH}"
            })
    void warnsOfWhatIsAllowedButUnwise(String line, String warning) {
        assertThat(read(SHORT + line).warnings()).containsExactly(warning);
    }

    @ParameterizedTest
    @CsvSource({"'limits: [{requests: 0, per: 1m}]', 'limits: one of 0: the target is never called'"})
    void warnsOfWhatATargetBetterHadNot(String field, String warning) {
        String text = SHORT.replace("id: a", "id: a, " + field);

        assertThat(read(text).warnings()).containsExactly("providers.targets 'a' " + warning);
    }

    @Test
    void warnsThatOnlyTheFirstTargetIsCalledUnderSingle() {
        String two = SHORT.replace("]}", ", {id: b, provider: openai, model: n}]}");

        assertThat(read(two).warnings()).isEmpty();
        assertThat(read(two.replace("{targets", "{strategy: single, targets")).warnings())
                .containsExactly("providers.strategy: 'single' calls the first of 2 targets only: 'a'");
    }

    @Test
    void warnsOfAShareOfSlowCallsWhereNoneIsSlow() {
        assertThat(read(SHORT.replace("{targets", "{circuit_breaker: {slow_call_rate: 80}, targets"))
                        .warnings())
                .containsExactly("providers.circuit_breaker.slow_call_rate: has no effect without slow_call_seconds");
    }

    @Test
    void missesTheKeyOfAFallbackToo() {
        String two = SHORT.replace("]}", ", {id: b, provider: openai, model: n}]}");

        assertThat(read(two).unreadableSecrets(ENVIRONMENT))
                .containsExactly("providers.targets 'b' secret_key_ref: env OPENAI_API_KEY: "
                        + "the environment variable is not set or empty; expected a secret");
    }

    @Test
    void anImmutableTrailNeedsTheKeyThatSigns() {
        String chain = "policies: {chain: [audit-logger]}\n";
        String keys = "audit: {signing_key_ref: {env: ALIZE_NO_SUCH_KEY}}\n";
        String block = "policy: {audit-logger: {immutable: %s}}\n";

        assertThat(read(SHORT + chain + keys + block.formatted("true")).unreadableSecrets(Environment.ofProcess()))
                .anyMatch(reason -> reason.startsWith("audit.signing_key_ref: env ALIZE_NO_SUCH_KEY"));
        assertThat(read(SHORT + chain + keys + block.formatted("false")).unreadableSecrets(Environment.ofProcess()))
                .noneMatch(reason -> reason.startsWith("audit"));
    }

    @Test
    void cannotBeBuiltInvalidByAProgram() {
        assertThatThrownBy(() -> DEFAULTS.withPartitions(0))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("topics.partitions: got 0, expected a value from 1 to 10000");
        assertThatThrownBy(() -> DEFAULTS.withKafka(Map.of("group.protocol", "streams")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("kafka.group.protocol: ");
        assertThatThrownBy(() -> new Policies(List.of("audit-logger"), Map.of()))
                .isInstanceOf(InvalidSettingException.class);
        assertThatThrownBy(() -> DEFAULTS.providers().withTargets(List.of()))
                .isInstanceOf(InvalidSettingException.class);
    }

    private static Configuration read(String text) {
        return new ConfigurationReader().parse("f.yaml", text);
    }
}
