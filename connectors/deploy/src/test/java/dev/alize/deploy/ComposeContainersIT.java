package dev.alize.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.alize.testing.Repository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/**
 * The compose file itself, where a Docker engine answers: built, brought up with two processors and the profile
 * {@code simulated}, asked, and taken down with its volumes. Not run by every build even there, since it takes the ports
 * of the file and many minutes: only with {@code -Dalize.test.compose=true}.
 */
class ComposeContainersIT {
    private static final Path ROOT = Repository.root();
    private static final List<String> COMPOSE =
            List.of("docker", "compose", "--project-name", "alize-test", "--profile", "simulated");

    @TempDir
    private Path directory;

    @Test
    void composeFileComesUpAndAnswers() throws Exception {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "No Docker engine answers: the compose file is not brought up in containers."
                        + " ComposeTest checks it, ComposeOrderIT runs its processes.");
        assumeTrue(
                Boolean.getBoolean("alize.test.compose"),
                "Not asked for: run with -Dalize.test.compose=true to bring the compose file up in containers.");
        try {
            compose(30, "config", "--quiet");
            compose(1800, "up", "--build", "--detach", "--scale", "processor=2");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(ask().statusCode()).isEqualTo(200));
        } finally {
            compose(300, "down", "--volumes");
        }
    }

    private static HttpResponse<String> ask() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:8080/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\": \"mistral-small-latest\","
                        + " \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}"))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void compose(int seconds, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(COMPOSE);
        command.addAll(List.of(arguments));
        Path log = directory.resolve(arguments[0] + ".log");
        Process process = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        process.destroy();
        assertThat(ended && process.exitValue() == 0)
                .as("docker compose " + String.join(" ", arguments) + ":\n" + Yaml.text(log))
                .isTrue();
    }
}
