package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTestTest {
    private static final String CONFIGURATION = "src/test/resources/policy-config/02-shorthand.yaml";
    private static final String RESULT = "{\"id\":\"a\",\"verdict\":\"allow\",\"text\":\"é\",\"results\":["
            + "{\"policy\":\"audit-logger\",\"verdict\":\"allow\",\"score\":null,\"reason\":null,\"found\":[]}]}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path input = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void files() {
        input = directory.resolve("in.jsonl");
        output = directory.resolve("out.jsonl");
    }

    @Test
    void writesALineForEachLineAndPrintsCountsAndTimes() throws IOException {
        Files.writeString(input, "{\"id\":\"a\",\"text\":\"é\"}\n");

        assertThat(test(CONFIGURATION, output.toString())).isZero();

        assertThat(output).content().isEqualTo(RESULT + "\n");
        assertThat(out.toString())
                .containsPattern("audit-logger +1 +0 +0 +0\\R")
                .containsPattern("lines +1 +0 +0 +0\\R")
                .containsPattern("1 lines judged in [\\d.]+ ms; per line median [\\d.]+ ms, p99 [\\d.]+ ms\\.");
    }

    @Test
    void writesToTheStandardOutputAndKeepsThatFreeOfEverythingElse() throws IOException {
        Files.writeString(input, "{\"id\":\"a\",\"text\":\"é\"}\n");

        assertThat(test(CONFIGURATION, "-")).isZero();

        assertThat(out).hasToString(RESULT + "\n");
        assertThat(err.toString()).contains("1 lines judged");
    }

    @Test
    void writesNothingWhereALineIsBad() throws IOException {
        Files.writeString(input, "{\"id\":\"a\",\"text\":\"é\"}\nno\n");
        Files.writeString(output, "before");

        assertThat(test(CONFIGURATION, output.toString())).isEqualTo(2);

        assertThat(err.toString())
                .contains(
                        "Input is invalid (1 problem):",
                        input + ":2: got no JSON at column",
                        "; expected a JSON object");
        assertThat(output).content().isEqualTo("before");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void saysWhatIsWrongWithItsFiles() throws IOException {
        assertThat(test(CONFIGURATION, output.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("in.jsonl: got no such file or directory; expected a file of JSON lines");

        Files.writeString(input, "");
        assertThat(test("none.yaml", output.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml: no such file");
        assertThat(test(CONFIGURATION, directory.resolve("no/out").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no/out: got no such file or directory; expected a writable place");
        assertThat(output).doesNotExist();
    }

    @Test
    void judgesAnEmptyFile() throws IOException {
        Files.writeString(input, "");

        assertThat(test(CONFIGURATION, output.toString())).isZero();

        assertThat(output).isEmptyFile();
        assertThat(out.toString()).contains("0 lines judged");
    }

    private int test(String configuration, String output) {
        List<String> arguments =
                List.of("policy", "test", configuration, "--input", input.toString(), "--output", output);
        return Alize.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
