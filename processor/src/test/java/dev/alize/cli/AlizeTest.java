package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.client.batch.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlizeTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void listsItsCommandsAndTheirExamples() {
        assertThat(alize("--help")).isZero();
        assertThat(out.toString())
                .contains("batch", "submit", "topics", "schemas", "policy", "simulate-mistral", "Examples:");
        assertThat(alize("batch", "--help")).isZero();
        assertThat(out.toString()).contains("--embedded", "alize batch --embedded");
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command :
                List.of("batch", "run", "submit", "simulate-mistral", "topology", "topics", "schemas", "bench")) {
            assertThat(alize(command, "--help")).as(command).isZero();
        }
        assertThat(alize("topics", "grow", "--help")).isZero();
        assertThat(out.toString()).contains("--metrics-listen");
    }

    @Test
    void readsOnlyTheOptionsOfTheCommandThatIsMeant() {
        assertThat(Alize.forArguments("audit", "show", "r-1").getSubcommands()).containsOnlyKeys("audit");
        assertThat(Alize.forArguments("--version").getSubcommands()).isEmpty();
        assertThat(Alize.forArguments("--help").getSubcommands())
                .hasSameSizeAs(Alize.commandLine().getSubcommands());
        assertThat(Alize.forArguments("--debug", "audit").getSubcommands()).containsKeys("audit", "run");
        assertThat(Alize.forArguments().getSubcommands()).containsKeys("audit", "run");
    }

    @Test
    void answersMissingOrUnknownCommandsAndOptionsWithUsage() {
        assertThat(alize()).isEqualTo(2);
        assertThat(alize("fly")).isEqualTo(2);
        assertThat(alize("batch")).isEqualTo(2);
        assertThat(alize("topics")).isEqualTo(2);
        assertThat(alize("batch", "--input", "a", "--output", "b", "--max-in-flight", "0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("max in flight: got 0, expected 1 or more");
    }

    @Test
    void refusesFlagsOfSubmitThatDoNotGoTogether() {
        assertThat(alize("submit")).isEqualTo(2);
        assertThat(alize("submit", "--suffix", "x", "hello")).isEqualTo(2);
        assertThat(alize("submit", "--fim", "--system", "x", "hello")).isEqualTo(2);
        assertThat(alize("submit", "--prompt", "x", "hello")).isEqualTo(2);
        assertThat(alize("submit", "--ordering-key", "", "hello")).isEqualTo(2);
        assertThat(alize("submit", "--deadline", "90", "hello")).isEqualTo(2);
        assertThat(alize("submit", "--priority", "urgent", "hello")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "PROMPT: got an empty text",
                        "--suffix: got it without --fim",
                        "--system: got it with --fim",
                        "--prompt: got PROMPT as well",
                        "--ordering-key: got 0 characters",
                        "'90', expected a duration",
                        "'--priority'");
    }

    @Test
    void reportsBadInputBeforeAnythingIsStarted() throws IOException {
        Path input = Files.writeString(directory.resolve("in.jsonl"), "{}\nnot json\n");
        Path output = directory.resolve("out.jsonl");

        int exit = alize("batch", "--embedded", "--input", input.toString(), "--output", output.toString());

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString())
                .contains("in.jsonl:1 custom_id", "in.jsonl:1 body", "in.jsonl:2")
                .doesNotContain("at dev.alize");
        assertThat(Files.list(directory)).containsExactly(input);
    }

    @Test
    void reportsABadConfigurationWithItsLine() throws IOException {
        Path file = Files.writeString(directory.resolve("policy-config.yaml"), "polices: {}\n");

        assertThat(alize("topics", "create", "--policy-config", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("policy-config.yaml:1", "polices", "did you mean 'policies'");
    }

    @Test
    void showsStackTracesOnlyWhenAskedTo() {
        Exception bug = new IllegalArgumentException("bug");

        assertThat(Failures.message(bug))
                .isEqualTo("internal error: IllegalArgumentException: bug (--debug shows where)");
        assertThat(Failures.exitCode(bug)).isEqualTo(1);
        alize(
                "batch",
                "--debug",
                "--input",
                "none",
                "--output",
                directory.resolve("o").toString());
        assertThat(err.toString()).contains("got no such file", "at dev.alize");
    }

    @Test
    void endsWithExactlyTheAgreedSummary() throws IOException {
        String json = Batch.json(new Summary(10, 4, 3, 2, 1, 0, 0, 1.5));

        assertThat(json)
                .isEqualTo("{\"requests\":10,\"completed\":4,\"blocked\":3,\"failed\":2,\"expired\":1,\"cancelled\":0,"
                        + "\"seconds\":1.500}");
        assertThat(new ObjectMapper().readTree(json).size()).isEqualTo(7);
    }

    @Test
    void showsItsOwnLogOnlyWhereItServes() {
        assertThat(LogLevel.of(List.of("run"))).isEqualTo("INFO");
        assertThat(LogLevel.of(List.of("batch", "--debug"))).isEqualTo("INFO");
        assertThat(LogLevel.of(List.of("batch", "--input", "a"))).isEqualTo("WARN");
    }

    private int alize(String... arguments) {
        return Alize.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
