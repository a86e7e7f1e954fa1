package dev.alize.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The tests in {@code src/test/sdk}: OpenAI's and Mistral's packages for Node, and curl.
 *
 * @param directory for what they print
 */
record SdkRun(Path directory) {
    private static final Path TESTS = Path.of("src", "test", "sdk").toAbsolutePath();

    /** Skips the test that calls, saying why, where Node, curl or the packages cannot be had. */
    void require() throws InterruptedException {
        require(List.of("curl", "--version"));
        require(List.of(
                "node",
                "--eval",
                "if (parseInt(process.versions.node) < 20) throw new Error('got Node ' + process.versions.node)"));
        if (!Files.isDirectory(TESTS.resolve("node_modules"))) {
            require(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
        }
    }

    private void require(List<String> step) throws InterruptedException {
        String problem = "";
        try {
            run(step, Map.of());
        } catch (IOException | AssertionError e) {
            problem = String.valueOf(e.getMessage());
        }
        Assumptions.assumeTrue(
                problem.isEmpty(), "The SDKs are not tested; it takes Node 20 or later with npm, and curl: " + problem);
    }

    /** Fails with what they print where one of them fails or is skipped. @param environment see places.js */
    void run(Map<String, String> environment) throws IOException, InterruptedException {
        String said = run(List.of("node", "--test", "--test-reporter=tap"), environment);
        assertThat(said).contains("# pass", "# fail 0").doesNotContain("# SKIP");
    }

    private String run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        Path out = directory.resolve("sdk.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(TESTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String said = Files.readString(out);
        assertThat(ended && process.exitValue() == 0)
                .as("%s failed:%n%s", String.join(" ", command), said)
                .isTrue();
        return said;
    }
}
