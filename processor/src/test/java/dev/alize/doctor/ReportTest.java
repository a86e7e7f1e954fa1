package dev.alize.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.diagnosis.Severity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00.123Z");
    private static final Remedies TWO = new Remedies(List.of("large", "spare"));
    private static final List<String> FLAGS = List.of("--policy-config", "/etc/it's here/policy-config.yaml");

    private static Report report(List<Finding> findings) {
        return new Report(NOW, 321, "98860619532d", FLAGS, findings);
    }

    private static Report troubled() {
        return report(List.of(
                new Finding(
                        Area.TARGET,
                        "large",
                        Severity.P2,
                        "503, code 3505 in 40 ms: the provider's backend is full; our quota is not, and so on and on",
                        List.of(new Fact("key", "env K, 32 characters, begins with abcdefgh...")),
                        TWO.against(Trouble.CAPACITY, "large", "mistral", "env K")),
                new Finding(
                        Area.ERRORS,
                        "",
                        Severity.P3,
                        "some",
                        List.of(),
                        TWO.against(Trouble.CAPACITY, "large", "mistral", "env K")),
                Finding.fine(Area.INSTANCE, "an-instance.with.a.long.name:9464", "healthy, running", List.of())));
    }

    @Test
    void fitsIntoEightyColumnsButForACommandsLongWords() {
        String text = TextReport.of(troubled(), false);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(text)
                .startsWith("alize doctor 2026-11-22T02:00:00Z, configuration 98860619532d, 321 ms\n")
                .contains("\nP2   target large    503, code 3505 in 40 ms: the provider's backend is full;\n")
                .contains("\n                     key: env K, 32 characters, begins with abcdefgh...\n")
                .contains("\nok   instance an-instance.with.a.long.name:9464 healthy, running\n")
                .contains(
                        "\nWhat to do\nP2   Use another target while it lasts\n     alize control force-fallback on large")
                .endsWith("\nP2   degraded service\n")
                .doesNotContain("\u001B");
        assertThat(text).containsOnlyOnce("force-fallback").containsOnlyOnce("max-concurrency");
    }

    @Test
    void coloursAreForTerminals() {
        assertThat(TextReport.of(troubled(), true)).contains("\u001B[31mP2   \u001B[0m", "\u001B[32mok   \u001B[0m");
    }

    @Test
    void whatIsWellNeedsNothing() {
        String text = TextReport.of(report(List.of(Finding.fine(Area.BROKER, "", "3 brokers", List.of()))), false);
        assertThat(text).contains("ok   broker          3 brokers\n").endsWith("\nok   all is well\n");
        assertThat(text).doesNotContain("What to do");
    }

    @Test
    void aShellTakesACommandAsItIs() {
        Report report = troubled();
        Remedy remedy = report.findings().getFirst().remedies().getFirst();
        assertThat(report.commandLine(remedy))
                .isEqualTo("alize control force-fallback on large --policy-config"
                        + " '/etc/it'\\''s here/policy-config.yaml'");
        assertThat(report.commandLine(Remedy.byHand("Look"))).isEmpty();
    }

    @Test
    void theJsonHasEverything() throws Exception {
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(troubled()));
        assertThat(json.path("severity").asText()).isEqualTo("P2");
        assertThat(json.path("exit_code").asInt()).isEqualTo(3);
        assertThat(json.at("/findings/0/area").asText()).isEqualTo("target");
        assertThat(json.at("/findings/0/facts/key").asText()).startsWith("env K");
        assertThat(json.at("/findings/0/remedies/0/command").asText()).startsWith("alize control force-fallback on");
        assertThat(json.at("/findings/2/severity").asText()).isEqualTo("fine");
        assertThat(new ObjectMapper()
                        .readTree(JsonReport.of(report(List.of())))
                        .path("severity")
                        .asText())
                .isEqualTo("fine");
    }

    @Test
    void manyFactsAreLeftToTheJson() {
        List<Fact> facts = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> new Fact("fact " + i, "text"))
                .toList();
        Finding finding = new Finding(Area.TOPICS, "", Severity.P3, "says", facts, List.of());
        assertThat(TextReport.of(report(List.of(finding)), false)).contains("fact 7: text", "12 more; --json has all");
    }
}
