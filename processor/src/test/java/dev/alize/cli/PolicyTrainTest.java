package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTrainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void writesNoModelFromADirectoryWithoutRows(@TempDir Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data/injection")).getParent();
        Path output = directory.resolve("output");

        assertThat(run("train", "--data=" + data, "--output=" + output)).isEqualTo(2);

        assertThat(err.toString())
                .contains(data + ": got a directory without rows; expected a directory with injection");
        assertThat(output).doesNotExist();
    }

    @Test
    void writesNoModelFromTheRowsOfAnother(@TempDir Path directory) throws IOException {
        Path data = directory.resolve("data");
        Files.writeString(Files.createDirectories(data.resolve("pii")).resolve("a.jsonl"), "{\"text\": \"a\"}\n");

        assertThat(run("train", "--data=" + data, "--output=" + directory)).isEqualTo(2);

        assertThat(err.toString()).contains("got no rows for the model prompt-injection");
    }

    @Test
    void saysWhichNamesThereAre() {
        assertThat(run("train", "--model=injection")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--model: got 'injection'; expected one of prompt-injection, safety-filter");
        assertThat(run("evaluate", "--policy=pii")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--policy: got 'pii'; expected one of prompt-injection, safety-filter, pii-detector");
    }

    private int run(String command, String... options) {
        String[] arguments =
                Stream.concat(Stream.of("policy", command), Stream.of(options)).toArray(String[]::new);
        return Alize.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
