package dev.alize.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.reader.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final String BEFORE = """
            policies:
              chain: [audit-logger]
            providers:
              targets:
                - id: first
                  provider: mistral
                  model: mistral-small-latest
                  timeout_seconds: 30
            processing:
              max_open_calls: 100
              threads: 1
            """;

    private final ConfigurationReader reader = new ConfigurationReader(Path.of("/home/ada"));

    private Changes changes(String text) {
        return Changes.between(reader.parse("before", BEFORE), reader.parse("after", text));
    }

    @Test
    void findsNoneWhereOnlyTheSpellingDiffers() {
        assertThat(changes("# a comment\n" + BEFORE.replace("threads: 1", "commit_interval: 50ms"))
                        .keys())
                .isEmpty();
    }

    @Test
    void namesTheKeysAsTheFileDoes() {
        Changes changes = changes(BEFORE.replace("timeout_seconds: 30", "pricing: {prompt: 1, completion: 2}")
                .replace("small", "large")
                .replace("max_open_calls: 100", "max_open_calls: 200"));

        assertThat(changes.keys())
                .containsExactly(
                        "processing.max_open_calls",
                        "providers.targets[0].model",
                        "providers.targets[0].pricing.cached_prompt",
                        "providers.targets[0].pricing.completion",
                        "providers.targets[0].pricing.prompt",
                        "providers.targets[0].quota_group",
                        "providers.targets[0].stream_timeout_seconds",
                        "providers.targets[0].timeout_seconds");
        assertThat(changes.needingRestart()).isEmpty();
    }

    @Test
    void tellsWhatNeedsARestart() {
        Changes changes = changes(BEFORE.replace("[audit-logger]", "[]").replace("threads: 1", "state_dir: /elsewhere")
                + "kafka: {linger.ms: 1}\ntopics: {prefix: a., retention: {requests: 1d}}\n");

        assertThat(changes.needingRestart())
                .contains(
                        "kafka.linger.ms",
                        "policies.chain",
                        "processing.state_dir",
                        "topics.requests",
                        "topics.retention.requests");
    }

    @Test
    void tellsThatTenantsNeedARestart() {
        Changes changes = changes(BEFORE + """
                tenants:
                  claims: any
                  trusted_principals: ["User:ops"]
                  bindings: [{tenant: acme, principal: "User:acme", requests_topic: llm.requests.acme}]
                """);

        assertThat(changes.needingRestart())
                .containsExactly(
                        "tenants.bindings[0].principal",
                        "tenants.bindings[0].requests_topic",
                        "tenants.bindings[0].tenant",
                        "tenants.claims",
                        "tenants.trusted_principals");
    }

    @Test
    void followsHowRequestsAreRoutedPacedAndRetried() {
        String ofTarget = "capabilities: [chat, tools], quota_group: ours, max_concurrency: 3,"
                + " limits: [{requests: 5, per: 1s}, {tokens: 500, per: 1m}]";
        String ofProviders = "strategy: latency, retry: {max_attempts: 2}, circuit_breaker: {cooldown_seconds: 5},"
                + " fallback: {across_models: false}, model_groups: {small: [first]}";
        String target = "providers: {targets: [{id: first, provider: 'mistral:chat:m'}]}\n";
        Changes changes = Changes.between(
                reader.parse("before", target),
                reader.parse(
                        "after",
                        target.replace("}]", ", " + ofTarget + "}]").replace("]}\n", "], " + ofProviders + "}\n")));

        assertThat(changes.keys())
                .containsExactly(
                        "providers.circuit_breaker.recovery_timeout_seconds",
                        "providers.fallback.across_models",
                        "providers.model_groups",
                        "providers.retry.max_attempts",
                        "providers.strategy",
                        "providers.targets[0].capabilities",
                        "providers.targets[0].limits[0].per",
                        "providers.targets[0].limits[0].requests",
                        "providers.targets[0].limits[1].per",
                        "providers.targets[0].limits[1].tokens",
                        "providers.targets[0].max_concurrency",
                        "providers.targets[0].quota_group");
        assertThat(changes.needingRestart()).isEmpty();
    }

    @Test
    void tellsThatTheWayToATargetNeedsARestart() {
        String target = "      timeout_seconds: 30\n";
        String proxy = target + "      proxy: {url: 'http://p:1', username_ref: {env: A}, password_ref: {env: B}}\n";

        assertThat(changes(BEFORE.replace(target, proxy + "      http_version: 2\n"))
                        .needingRestart())
                .containsExactly(
                        "providers.targets[0].http_version",
                        "providers.targets[0].proxy.password_ref",
                        "providers.targets[0].proxy.url",
                        "providers.targets[0].proxy.username_ref");
        assertThat(changes(BEFORE.replace(target, target + "      proxy: {from_environment: true}\n"))
                        .needingRestart())
                .containsExactly("providers.targets[0].proxy.from_environment");
        assertThat(changes(BEFORE.replace("id: first", "id: other")).needingRestart())
                .containsExactly("providers.targets[0].id");
    }

    /** A record's component may be named otherwise than its key: then it has to be said in Keys. */
    @Test
    void namesNoKeyThatTheFileDoesNotHave() throws IOException {
        Set<String> documented = Pattern.compile("(?m)^\\| `([a-z0-9_.\\[\\]-]+)`")
                .matcher(Files.readString(Path.of("../docs/configuration.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        Configuration every = reader.read(Path.of("src/test/resources/policy-config/every-key.yaml"));

        assertThat(Keys.of(every).keySet().stream()
                        .filter(key -> !key.startsWith("kafka."))
                        .map(key -> key.replaceAll("\\[\\d+]", "[]"))
                        .map(key -> key.replace("policies.overrides[].policy.", "policy.")))
                .allSatisfy(key -> assertThat(documented).contains(key));
    }

    @Test
    void theDocumentListsWhatIsLive() throws IOException {
        String document = Files.readString(Path.of("../docs/configuration.md"));
        Matcher live =
                Pattern.compile("(?s)## Changing a running gateway\n(.*?)\n## ").matcher(document);
        assertThat(live.find()).isTrue();
        Set<String> named = Pattern.compile("`(processing\\.[a-z_]+)`")
                .matcher(live.group(1))
                .results()
                .map(key -> key.group(1))
                .collect(Collectors.toSet());
        Configuration every = reader.read(Path.of("src/test/resources/policy-config/every-key.yaml"));

        assertThat(named)
                .isEqualTo(Keys.of(every).keySet().stream()
                        .filter(key -> key.startsWith("processing."))
                        .filter(Changes::isLive)
                        .collect(Collectors.toSet()));
    }
}
