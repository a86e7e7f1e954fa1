package dev.alize.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.config.reader.ConfigurationReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
    private static final String CANARY = "canary-Zq7w9";
    private final Scrubber patterns = new Scrubber(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer canary-Zq7w9",
                "api_key=canary-Zq7w9 rest",
                "{\"apiKey\": \"canary-Zq7w9 and more\"}",
                "sasl.jaas.config=\"x required password=\\\"canary-Zq7w9\\\";\"",
                "MISTRAL_API_KEY=canary-Zq7w9",
                "at https://user:canary-Zq7w9@host/v1",
                "key sk-canary-Zq7w9-abcdefgh",
                "prompt=\"say canary-Zq7w9 now\" target=large",
                "prompt=say canary-Zq7w9 now",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"canary-Zq7w9\"}]}"
            })
    void takesOutWhatLooksLikeASecretOrAText(String line) {
        assertThat(patterns.line(line)).doesNotContain(CANARY).contains(Scrubber.REMOVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A policy failed policy=\"pii-detector\" on_error=\"block\"",
                "hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "alize_tokens_total target=large"
            })
    void leavesTheRest(String line) {
        assertThat(patterns.line(line)).isEqualTo(line);
    }

    @Test
    void takesOutKnownSecretsWhereverTheyStand() {
        Scrubber scrubber =
                Scrubber.of(Map.of("MISTRAL_API_KEY", CANARY, "HOME", "/home/x"), List.of("line one\nline two"));

        assertThat(scrubber.line("x" + CANARY + "y in /home/x")).isEqualTo("x(removed)y in /home/x");
        assertThat(scrubber.line("line two")).isEqualTo("(removed)");
    }

    @Test
    void ofALogOnlyWhatIsInOurLayoutStays() {
        LogFilter filter = new LogFilter(patterns);

        assertThat(filter.line("10:00:00.123 INFO  [main] d.a.g.Gateway Started instance=\"a\""))
                .endsWith("Started instance=\"a\"");
        assertThat(filter.line("[pod/a/b] 10:00:00.123 WARN  [x] d.a.X Y")).endsWith("d.a.X Y");
        assertThat(filter.line("java.lang.IllegalStateException: " + CANARY))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(filter.line("\tat dev.alize.gateway.Gateway.run(Gateway.java:12)"))
                .contains("Gateway.java:12");
        assertThat(filter.line("a user wrote " + CANARY)).doesNotContain(CANARY).contains("left out");
    }

    @Test
    void ofMetricsOnlySamplesStayWithLabelsThatAreNames() {
        MetricFilter filter = new MetricFilter(patterns);

        assertThat(filter.line("alize_responses_total{status=\"completed\",kind=\"none\"} 12.0"))
                .contains("alize_responses_total{status=\"completed\",kind=\"none\"} 12.0");
        assertThat(filter.line("x{a=\"tell me, " + CANARY + "\",b=\"c\"} 1")).contains("x{a=\"(removed)\",b=\"c\"} 1");
        assertThat(filter.line("# HELP x " + CANARY)).isEmpty();
        assertThat(filter.line("<html>" + CANARY)).isEmpty();
    }

    @Test
    void ofWorkloadsTheValuesOfVariablesAndAnnotationsAreTakenOut() throws Exception {
        String json = """
                {"metadata": {"annotations": {"last-applied": "canary-Zq7w9"}, "managedFields": [1], "name": "alize"},
                 "spec": {"env": [{"name": "A", "value": "canary-Zq7w9"},
                                  {"name": "B", "valueFrom": {"secretKeyRef": {"name": "mistral", "key": "api-key"}}}],
                          "args": ["--token=canary-Zq7w9", "run"]},
                 "data": {"k": "canary-Zq7w9"}}
                """;
        String filtered =
                new JsonFilter(patterns).of(new ObjectMapper().readTree(json)).toString();

        assertThat(filtered)
                .doesNotContain(CANARY, "managedFields")
                .contains("\"secretKeyRef\":{\"name\":\"mistral\"", "\"run\"");
    }

    @Test
    void ofAConfigurationReferencesAndNamesStay() {
        String yaml = """
                pack: {name: "canary-Zq7w9 pack"}
                policies: {chain: [dlp-filter, audit-logger]}
                policy:
                  dlp-filter: {action: block, words: [{name: own, words: [canary-Zq7w9]}]}
                providers:
                  targets:
                    - {id: large, provider: mistral, model: mistral-large-latest, secret_key_ref: {env: MY_KEY},
                       base_url: "https://api.example.org/v1", description: "canary-Zq7w9"}
                kafka:
                  bootstrap.servers: "broker:9092"
                  sasl.jaas.config: "x password=canary-Zq7w9;"
                  my.own.property: "canary-Zq7w9"
                """;
        List<String> lines =
                new SettingsText(new Scrubber(List.of(CANARY))).lines(new ConfigurationReader().parse("test", yaml));

        assertThat(lines)
                .contains(
                        "providers.targets[0].model: mistral-large-latest",
                        "providers.targets[0].secret_key_ref: env MY_KEY",
                        "kafka.bootstrap.servers: broker:9092",
                        "kafka.sasl.jaas.config: (removed)",
                        "kafka.my.own.property: (removed)");
        assertThat(String.join("\n", lines)).doesNotContain(CANARY);
    }
}
