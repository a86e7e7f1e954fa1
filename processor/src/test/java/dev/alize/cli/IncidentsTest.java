package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.diagnosis.Cause;
import dev.alize.incidents.IncidentTable;
import dev.alize.incidents.Steps;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentAdvice;
import dev.alize.schemas.IncidentEntry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class IncidentsTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:15:00.123Z");
    private static final Incident INCIDENT = Incident.newBuilder()
            .setId("inc-20261122-031500-server")
            .setSeverity("P1")
            .setStatus("investigating")
            .setTargets(List.of("large"))
            .setProvider("mistral")
            .setCause("server")
            .setTitle("mistral: 5xx Provider Failure")
            .setSummary("It fails.")
            .setReach("just_me")
            .setReachBecause("Because.")
            .setAdvice(List.of(new IncidentAdvice("Pause it.", "alize control pause large --for 10m")))
            .setBeganAt(AT)
            .setOpenedAt(AT)
            .setUpdatedAt(AT)
            .setRevision(2)
            .setCounts(Map.of("failed_calls", 1_234L))
            .setTimeline(List.of(new IncidentEntry(AT, "note", "Hello", "ada")))
            .build();

    private static int run(StringWriter said, String... words) {
        CommandLine line = Alize.commandLine();
        line.setOut(new PrintWriter(said, true));
        line.setErr(new PrintWriter(said, true));
        return line.execute(words);
    }

    @Test
    void printsForPeople() {
        assertThat(IncidentView.table(List.of())).isEqualTo("no incident");
        assertThat(IncidentView.table(List.of(INCIDENT)))
                .contains("inc-20261122-031500-server", "P1", "2026-11-22T03:15:00Z", "5xx Provider Failure (large)");
        assertThat(IncidentView.lines(INCIDENT, List.of()))
                .contains(
                        "Everyone or just me: just me. Because.",
                        "seen        no",
                        "    alize control pause large --for 10m",
                        "  2026-11-22T03:15:00Z  Hello (ada)");
    }

    @Test
    void printsForPrograms() throws Exception {
        var read = new ObjectMapper()
                .readTree(IncidentView.json(List.of(INCIDENT), List.of("--policy-config", "my file.yaml")));

        assertThat(read.get(0).get("id").asText()).isEqualTo("inc-20261122-031500-server");
        assertThat(read.get(0).get("resolved_at").isNull()).isTrue();
        assertThat(read.get(0).get("counts").get("failed_calls").asLong()).isEqualTo(1_234);
        assertThat(read.get(0).get("advice").get(0).get("command").asText())
                .isEqualTo("alize control pause large --for 10m --policy-config 'my file.yaml'");
        assertThat(read.get(0).get("timeline").get(0).get("by").asText()).isEqualTo("ada");
        assertThat(read.get(0)).hasSize(Incident.getClassSchema().getFields().size());
    }

    @Test
    void saysWhichIncidentMayBeMeant() {
        CommandSpec spec = Alize.commandLine().getCommandSpec();
        IncidentTable.Reading one = new IncidentTable.Reading(List.of(INCIDENT), 0);

        assertThat(IncidentFlags.find(spec, one, INCIDENT.getId())).isSameAs(INCIDENT);
        assertThatThrownBy(() -> IncidentFlags.find(spec, one, "inc-20261122-031500-servr"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("did you mean 'inc-20261122-031500-server'?");
        assertThatThrownBy(() -> IncidentFlags.find(spec, one, "x"))
                .hasMessageContaining("the last one is 'inc-20261122-031500-server'");
        assertThatThrownBy(() -> IncidentFlags.find(spec, new IncidentTable.Reading(List.of(), 0), "x"))
                .hasMessageContaining("there is none");
    }

    @Test
    void refusesTextsThatAreEmptyOrTooLong() {
        StringWriter said = new StringWriter();

        assertThat(run(said, "incidents", "note", "inc-1", " ")).isEqualTo(2);
        assertThat(run(said, "incidents", "cause", "inc-1", "x".repeat(1_001))).isEqualTo(2);
        assertThat(run(said, "incidents", "assign", "inc-1", "")).isEqualTo(2);
        assertThat(run(said, "incidents")).isEqualTo(2);
        assertThat(said.toString())
                .contains(
                        "TEXT: got 1 characters",
                        "got 1001 characters",
                        "NAME: got 0 characters",
                        "Missing subcommand");
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void whatIsAdvisedCanBeRun(Cause cause) {
        for (IncidentAdvice step : Steps.of(cause, List.of("large", "small-2.0"), INCIDENT.getId())) {
            if (step.getCommand() != null) {
                String[] words = step.getCommand().substring("alize ".length()).split(" ");
                ParseResult read = Alize.commandLine().parseArgs(words);
                assertThat(read.subcommand().commandSpec().name()).isEqualTo("control");
                assertThat(read.subcommand().subcommand().errors()).isEmpty();
            }
        }
    }
}
