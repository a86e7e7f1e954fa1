package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PolicyLintTest {
    private static final String DIRECTORY = "src/test/resources/policy-config/";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysThatAFileIsRight() {
        assertThat(lint(DIRECTORY + "02-shorthand.yaml")).isZero();

        assertThat(out.toString()).matches(DIRECTORY + "02-shorthand.yaml: OK \\(version [0-9a-f]{12}\\)\\R");
    }

    @Test
    void listsWarnings(@TempDir Path directory) throws IOException {
        Path off = Files.writeString(directory.resolve("off.yaml"), """
                pack: {enabled: false}
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                """);
        assertThat(lint(off.toString())).isZero();

        assertThat(out.toString().lines())
                .contains("  warning: pack.enabled: false: the processor refuses to run with this file");
    }

    @Test
    void listsEveryProblemOfEveryFile(@TempDir Path directory) throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), """
                polices: {}
                policies:
                  chain: [audit-loger]
                """);

        assertThat(lint(wrong.toString(), DIRECTORY + "03-streaming.yaml", "none.yaml"))
                .isEqualTo(2);

        assertThat(out.toString().lines())
                .contains(
                        wrong + ": 3 problems",
                        "  " + wrong + ":1 polices: unknown key; did you mean 'policies'?",
                        "none.yaml: 1 problem",
                        "  none.yaml: no such file; expected a YAML file.")
                .anyMatch(line ->
                        line.startsWith("  " + wrong + ":3 policies.chain[0]: policy 'audit-loger' does not exist"))
                .anyMatch(line -> line.startsWith(DIRECTORY + "03-streaming.yaml: OK"));
    }

    @Test
    void needsAFileAndASubcommand() {
        assertThat(lint()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required parameter: 'FILE'");
        assertThat(command().execute()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing subcommand; expected one of lint, test, schema, evaluate, train");
    }

    private int lint(String... files) {
        String[] arguments = new String[files.length + 1];
        arguments[0] = "lint";
        System.arraycopy(files, 0, arguments, 1, files.length);
        return command().execute(arguments);
    }

    private CommandLine command() {
        return new CommandLine(new Policy()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }
}
