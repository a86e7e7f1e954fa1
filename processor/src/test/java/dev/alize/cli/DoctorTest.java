package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.doctor.Finding;
import dev.alize.doctor.Remedy;
import dev.alize.doctor.Report;
import dev.alize.doctor.Suggestions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DoctorTest {
    /** What a shell makes of a line. */
    private static List<String> words(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", "printf '%s\\n' " + line).start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return out.lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"large", "a target's id; with $(all) \"signs\""})
    void everyCommandThatIsSuggestedParses(String target) throws IOException, InterruptedException {
        List<String> flags = List.of("--policy-config", "/a path/with 'quotes'.yaml", "--bootstrap-server", "h:9092");
        Report report = new Report(Instant.EPOCH, 1, "v", flags, List.<Finding>of());
        List<Remedy> all = Suggestions.all(target);
        assertThat(all).hasSizeGreaterThan(20);
        for (Remedy remedy : all) {
            List<String> words = words(report.commandLine(remedy));
            assertThat(words).startsWith("alize", "control");
            CommandLine.ParseResult parsed =
                    Alize.commandLine().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            CommandLine.ParseResult command = parsed.subcommand().subcommand();
            assertThat(command.commandSpec().userObject().getClass().getEnclosingClass())
                    .isEqualTo(Control.class);
            assertThat(command.matchedOption("--policy-config")
                            .<Object>getValue()
                            .toString())
                    .isEqualTo("/a path/with 'quotes'.yaml");
            check(command, target);
        }
    }

    /** Numbers and times are read by the commands themselves. */
    private static void check(CommandLine.ParseResult command, String target) {
        List<String> words = command.matchedPositionals().stream()
                .flatMap(positional -> positional.stringValues().stream())
                .toList();
        switch (command.commandSpec().name()) {
            case "timeout" ->
                assertThat(new DurationConverter().convert(words.getLast())).isPositive();
            case "max-concurrency" ->
                assertThat(Long.parseLong(words.getLast())).isPositive();
            case "force-fallback" -> assertThat(words).containsExactly("on", target);
            case "pause", "resume" ->
                assertThat(words.contains(target) ^ command.hasMatchedOption("--all"))
                        .isTrue();
            default -> assertThat(command.commandSpec().name()).isEqualTo("show");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--since 0s", "--since 2h", "--instance ftp://x", "--instance a:b:c", "--since soon"})
    void badUsageIsToldApartFromBadHealth(String flags) {
        StringWriter err = new StringWriter();
        String[] words = ("doctor " + flags).split(" ");
        assertThat(Alize.commandLine().setErr(new PrintWriter(err)).execute(words))
                .isEqualTo(2);
        assertThat(err.toString()).contains(words[1]);
    }
}
