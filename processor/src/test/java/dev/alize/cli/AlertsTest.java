package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.alerts.send.Hook;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AlertsTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String receivers, String... more) throws Exception {
        Path file = Files.writeString(directory.resolve("policy-config.yaml"), """
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                alerts:
                  timeout: 1s
                  receivers: [%s]
                """.formatted(receivers));
        Files.writeString(directory.resolve("key"), "a key of the signature");
        String[] args = new String[4 + more.length];
        args[0] = "alerts";
        args[1] = "test";
        args[2] = "--policy-config";
        args[3] = file.toString();
        System.arraycopy(more, 0, args, 4, more.length);
        CommandLine alize = Alize.forArguments(args);
        alize.setOut(new PrintWriter(out, true));
        alize.setErr(new PrintWriter(err, true));
        return alize.execute(args);
    }

    @Test
    void testsEachReceiverAndSaysWhatItAnswered() throws Exception {
        try (Hook good = Hook.start(Hook.status(204));
                Hook bad = Hook.start(Hook.status(410))) {
            String receiver = "{name: %s, type: webhook, url: '%s', secret_ref: {file: key}}";
            String both = receiver.formatted("good", good.url("/T0KEN")) + ", "
                    + receiver.formatted("bad", bad.url("/T0KEN"));
            assertThat(run(both)).isEqualTo(1);
            assertThat(out.toString())
                    .contains("good (webhook): taken after ")
                    .contains("bad (webhook): failed: it answered with status 410")
                    .doesNotContain("T0KEN");
            assertThat(run(both, "--receiver", "good")).isZero();
            assertThat(good.got()).hasSize(2);
            assertThat(bad.got()).hasSize(1);
            assertThat(run(both, "--receiver", "god")).isEqualTo(2);
            assertThat(err.toString()).contains("no receiver 'god'; did you mean 'good'?");
        }
    }

    @Test
    void saysThatThereIsNobodyToTest() throws Exception {
        assertThat(run("")).isEqualTo(2);
        assertThat(err.toString()).contains("alerts.receivers: got none, expected at least one");
    }
}
