package dev.alize.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.config.ConsoleSettings;
import dev.alize.config.ConsoleToken;
import dev.alize.config.ConsoleToken.Role;
import dev.alize.config.Environment;
import dev.alize.config.SecretReference;
import dev.alize.console.http.ConsoleServer;
import dev.alize.console.http.Tokens;
import dev.alize.metrics.http.ListenAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The page in headless Chromium, on a server in Node and on the real one. */
class ConsolePageIT {
    private static final Path TESTS = Path.of("src", "test", "console");
    private static final Path WORK = Path.of("target", "console");
    private static final String READ = "a-token-that-only-reads";
    private static final String MITIGATE = "a-token-that-mitigates";

    @Test
    void thePageDoesWhatItPromisesInChromium() throws Exception {
        requireNodeAndChromium();
        JsonNode outage = new ObjectMapper().readTree(run(List.of("node", "scenarios.js"), Map.of()));
        ConsoleSettings settings = new ConsoleSettings(List.of(
                new ConsoleToken("screen", Role.READ, new SecretReference.Given(READ)),
                new ConsoleToken("on-call", Role.MITIGATE, new SecretReference.Given(MITIGATE))));
        try (ConsoleServer server = ConsoleServer.start(
                new ListenAddress("127.0.0.1", 0),
                Tokens.of(settings, Environment.ofProcess()),
                new StagedBackend(outage))) {
            String said = run(
                    List.of("node", "--test", "--test-concurrency=3", "--test-reporter=spec"),
                    Map.of(
                            "ALIZE_CONSOLE_URL", "http://" + server.address(),
                            "ALIZE_CONSOLE_TOKEN", MITIGATE,
                            "ALIZE_CONSOLE_READ_TOKEN", READ));
            System.out.println(said);
            assertThat(said)
                    .contains("gives a command and speaks of an incident")
                    .doesNotContain("# SKIP");
        }
    }

    /** Skips, saying why, where Node, its packages or Chromium cannot be had. */
    private static void requireNodeAndChromium() throws Exception {
        Files.createDirectories(WORK);
        require(List.of(
                "node",
                "--eval",
                "if (parseInt(process.versions.node) < 20) throw new Error('got Node ' + process.versions.node)"));
        if (!Files.isDirectory(TESTS.resolve("node_modules"))) {
            require(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
        }
        require(List.of(
                "node",
                "--input-type=module",
                "--eval",
                "import { MISSING } from './browser.js'; if (MISSING) throw new Error(MISSING)"));
    }

    private static void require(List<String> step) throws InterruptedException {
        String problem = "";
        try {
            run(step, Map.of());
        } catch (IOException | AssertionError e) {
            problem = String.valueOf(e.getMessage());
        }
        Assumptions.assumeTrue(
                problem.isEmpty(),
                "The console's page is not tested; it takes Node 20 or later and Debian's chromium: " + problem);
    }

    private static String run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path out = WORK.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(TESTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String said = Files.readString(out);
        assertThat(ended && process.exitValue() == 0)
                .as("%s failed:%n%s", String.join(" ", command), said)
                .isTrue();
        return said;
    }
}
