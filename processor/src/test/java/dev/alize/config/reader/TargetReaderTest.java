package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.alize.config.HealthProbe;
import dev.alize.config.QuotaLimit;
import dev.alize.config.QuotaSettings;
import dev.alize.config.SecretReference;
import dev.alize.config.TargetSettings;
import dev.alize.domain.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetReaderTest {
    @Test
    void hasTheDefaultsOfTheProviderTable() {
        TargetSettings target = only(Yaml.MINIMAL);

        assertThat(target.baseUrl()).hasToString("https://api.mistral.ai/v1");
        assertThat(target.key()).isEqualTo(new SecretReference.Variable("MISTRAL_API_KEY"));
        assertThat(target.limits())
                .isEqualTo(new TargetSettings.Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), null));
        assertThat(target.dialect()).isEqualTo(new TargetSettings.Dialect("openai", "auto"));
        assertThat(target.routing()).isEqualTo(new TargetSettings.Routing(1.0, Set.of(), null));
        assertThat(target.quota())
                .isEqualTo(new QuotaSettings(
                        "api.mistral.ai, mistral-small-latest, key from env MISTRAL_API_KEY", List.of(), null));
        assertThat(target.description()).isNull();
        assertThat(target.pricing()).isNull();
    }

    @Test
    void knowsOpenAiToo() {
        TargetSettings target = only(targets("{id: a, provider: openai, model: gpt-4o}"));

        assertThat(target.baseUrl()).hasToString("https://api.openai.com/v1");
        assertThat(target.key()).isEqualTo(new SecretReference.Variable("OPENAI_API_KEY"));
    }

    @Test
    void needsABaseUrlAndNoKeyForAnotherProvider() {
        assertThat(Yaml.problems(targets("{id: a, provider: vllm, model: m}")))
                .containsExactly("f.yaml:3 providers.targets[0].base_url: missing; "
                        + "expected an http or https URL without query, such as https://api.mistral.ai/v1.");
        assertThat(only(targets("{id: a, provider: vllm, model: m, base_url: 'http://gpu:8000/v1/'}")))
                .satisfies(target -> assertThat(target.key()).isNull())
                .satisfies(target -> assertThat(target.baseUrl()).hasToString("http://gpu:8000/v1"));
    }

    @Test
    void letsAModelInTheShorthandHoldColons() {
        assertThat(only(targets("{id: a, provider: 'ollama:chat:llama3:8b', base_url: 'http://h/v1'}"))
                        .model())
                .isEqualTo("llama3:8b");
    }

    @Test
    void takesAModelThatIsGivenTwiceIfItIsTheSame() {
        assertThat(Yaml.problemsOfTarget("model: mistral-small-latest")).isEmpty();
        assertThat(Yaml.problemsOfTarget("model: mistral-large-latest"))
                .containsExactly("f.yaml:6 providers.targets[0].model: "
                        + "'mistral-large-latest' contradicts 'mistral-small-latest' in provider.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistral:completion:x", "'mistral:chat:'", "'mistral:'", "'mis tral'"})
    void refusesAnotherShorthand(String provider) {
        assertThat(Yaml.problems(targets("{id: a, provider: " + provider + "}")))
                .singleElement()
                .asString()
                .startsWith("f.yaml:3 providers.targets[0].provider: got ")
                .endsWith("expected a provider such as 'mistral', or the shorthand 'mistral:chat:<model>'.");
    }

    @Test
    void reportsEveryRequiredKeyOfATarget() {
        assertThat(Yaml.problems(targets("{weight: 1}")))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("targets[0].id: missing; expected text"))
                .anyMatch(problem -> problem.contains("targets[0].provider: missing; expected a provider such as"));
        assertThat(Yaml.problems(targets("{id: a, provider: mistral}")))
                .containsExactly("f.yaml:3 providers.targets[0].model: missing; expected text.");
    }

    @Test
    void needsATarget() {
        assertThat(Yaml.problems("providers: {targets: []}"))
                .containsExactly("f.yaml:1 providers.targets: is empty; expected at least one target.");
        assertThat(Yaml.problems("providers:\n  strategy: single\n"))
                .containsExactly("f.yaml:2 providers.targets: missing; expected a list of at least one target.");
        assertThat(Yaml.problems("providers: {targets: [mistral]}"))
                .containsExactly("f.yaml:1 providers.targets[0]: got text, expected a map.");
    }

    @Test
    void refusesTwoTargetsWithTheSameId() {
        assertThat(Yaml.problems(
                        targets("{id: a, provider: mistral, model: m}", "{id: a, provider: openai, model: n}")))
                .containsExactly("f.yaml:4 providers.targets[1].id: 'a' is the id of two targets; first on line 3.");
    }

    @ParameterizedTest
    @CsvSource({
        "single, SINGLE",
        "fallback, FALLBACK",
        "ordered, FALLBACK",
        "latency, LATENCY",
        "lowest_latency, LATENCY",
        "weighted_round_robin, WEIGHTED_ROUND_ROBIN",
        "round_robin, WEIGHTED_ROUND_ROBIN"
    })
    void knowsStrategiesAndTheirOtherWords(String word, Strategy strategy) {
        String text = "providers:\n  strategy: " + word + "\n  targets: [{id: a, provider: mistral, model: m}]\n";

        assertThat(Yaml.read(text).providers().strategy()).isEqualTo(strategy);
    }

    @Test
    void choosesAStrategyByTheNumberOfTargets() {
        String one = "{id: a, provider: mistral, model: m}";
        String other = "{id: b, provider: mistral, model: n}";

        assertThat(Yaml.read(targets(one)).providers().strategy()).isEqualTo(Strategy.SINGLE);
        assertThat(Yaml.read(targets(one, other)).providers().strategy()).isEqualTo(Strategy.FALLBACK);
    }

    @Test
    void refusesAStrategyThatDoesNotExist() {
        assertThat(Yaml.problems(
                        "providers:\n  strategy: fallbak\n  targets: [{id: a, provider: mistral, model: m}]\n"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:2 providers.strategy: got 'fallbak', expected one of single, fallback, latency,")
                .endsWith("; did you mean 'fallback'?");
    }

    @Test
    void inheritsTheStreamTimeout() {
        assertThat(Yaml.target("timeout_seconds: 7")
                        .providers()
                        .targets()
                        .get(0)
                        .limits()
                        .streamTimeout())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout_seconds: 0",
                "timeout_seconds: 90s",
                "stream_timeout_seconds: -1",
                "max_context_tokens: 0",
                "format: anthropic",
                "provider_type: claude",
                "weight: 0",
                "weight: .nan",
                "capabilities: chat",
                "capabilities: []",
                "capabilities: [chat, speech]",
                "quota_group: ''",
                "limits: {requests: 5, per: 1s}",
                "limits: [{requests: 5}]",
                "limits: [{requests: 5, tokens: 5, per: 1s}]",
                "limits: [{per: 1s}]",
                "limits: [{requests: -1, per: 1s}]",
                "limits: [{requests: 5, per: 0s}]",
                "limits: [{requests: 5, per: 32d}]",
                "limits: [{requests: 5, per: 1m}, {requests: 6, per: 60s}]",
                "max_concurrency: 0",
                "description: 5",
                "pricing: {prompt: -1, completion: 1}",
                "pricing: {prompt: 1}",
                "pricing: cheap",
                "pricing: {prompt: 1, completion: 1, changes: [{prompt: 1, completion: 1}]}",
                "pricing: {prompt: 1, completion: 1, changes: [{from: tomorrow, prompt: 1, completion: 1}]}",
                "health_probe: {interval_seconds: 0}",
                "health_probe: {interval_seconds: 5, timeout_seconds: 6}",
                "health_probe: {enabled: maybe}",
                "wieght: 1.0",
                "base_url: ftp://host/v1",
                "base_url: api.mistral.ai",
                "base_url: 'https://host/v1?key=1'",
                "secret_key_ref: {}",
                "secret_key_ref: {env: A, file: b}",
                "secret_key_ref: {env: A, vault: b}"
            })
    void refusesAValueThatCannotBe(String line) {
        assertThat(Yaml.problemsOfTarget(line)).singleElement().asString().startsWith("f.yaml:6 providers.targets[0].");
    }

    @Test
    void saysThatAWeightIsAboveZero() {
        assertThat(Yaml.problemsOfTarget("weight: 0"))
                .containsExactly(
                        "f.yaml:6 providers.targets[0].weight: got a whole number '0', expected a number above 0.");
    }

    @Test
    void refusesOtherLimitsForTheSameQuotaGroup() {
        String first = "{id: a, provider: 'mistral:chat:m', quota_group: g, limits: [{tokens: 5, per: 1m}]}";

        assertThat(Yaml.problems(targets(
                        first, "{id: b, provider: 'mistral:chat:n', quota_group: g, limits: [{tokens: 6, per: 1m}]}")))
                .containsExactly("f.yaml:4 providers.targets[1].limits: differ from those on line 3 of the same quota"
                        + " group 'g'; state them once, or give another quota_group.");
        assertThat(Yaml.read(targets(first, "{id: b, provider: 'mistral:chat:n', quota_group: g}"))
                        .providers()
                        .quotaGroups())
                .isEqualTo(Map.of("g", List.of(new QuotaLimit(QuotaLimit.Kind.TOKENS, 5, Duration.ofMinutes(1)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret_key_ref: sk-hunter2",
                "secret_key_ref: {env: sk-hunter2}",
                "secret_key_ref: [sk-hunter2]",
                "secret_key_ref: {file: [sk-hunter2]}",
                "base_url: https://me:hunter2@host/v1",
                "base_url: 'https://host/ hunter2'"
            })
    void neverShowsWhatMayBeASecret(String line) {
        assertThat(Yaml.problemsOfTarget(line))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"));
    }

    @Test
    void findsASecretFileNextToTheConfiguration() {
        Paths paths = new Paths(Path.of("/home/ada"), Path.of("/etc/alize"));

        assertThat(paths.ofFile("keys/mistral")).isEqualTo(Path.of("/etc/alize/keys/mistral"));
        assertThat(paths.ofFile("/run/secrets/mistral")).isEqualTo(Path.of("/run/secrets/mistral"));
        assertThat(paths.ofFile("~/mistral")).isEqualTo(Path.of("/home/ada/mistral"));
    }

    @Test
    void hasDefaultsForAHealthProbe() {
        assertThat(Yaml.target("health_probe: {}")
                        .providers()
                        .targets()
                        .get(0)
                        .routing()
                        .healthProbe())
                .isEqualTo(new HealthProbe(true, Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    @Test
    void sharesSettingsByAMergeKey() {
        String text = """
                providers:
                  targets:
                    - &base {id: a, provider: mistral, model: m, timeout_seconds: 9}
                    - <<: *base
                      id: b
                """;

        assertThat(Yaml.read(text).providers().targets())
                .extracting(
                        TargetSettings::id, target -> target.limits().timeout().toSeconds())
                .containsExactly(tuple("a", 9L), tuple("b", 9L));
    }

    /** The entries start on line 3. */
    private static String targets(String... entries) {
        return "providers:\n  targets:\n    - " + String.join("\n    - ", entries) + "\n";
    }

    private static TargetSettings only(String text) {
        return Yaml.read(text).providers().targets().get(0);
    }
}
