package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class SimulateMistralTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsItsBaseUrlAndServesUntilItIsStopped() throws Exception {
        Thread command = Thread.ofPlatform()
                .start(() -> execute(
                        "--event-loops", "2", "--no-validate", "--failure-share", "1", "--failure-code", "3000"));
        await().until(() -> out.toString().endsWith("/v1" + System.lineSeparator()));
        String url = out.toString().strip().replace("Simulated Mistral at ", "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
                .header("authorization", "Bearer any")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("\"code\":\"3000\"");
        }
        command.interrupt();
        command.join();
    }

    @Test
    void namesWhatItCannotUse() throws Exception {
        assertThat(execute("--latency", "200")).isEqualTo(2);
        assertThat(err.toString()).contains("'200' is no duration");
        assertThat(execute("--failure-share", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("share is 2.0, expected above 0 up to 1");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(execute("--port", Integer.toString(taken.getLocalPort())))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void behavesAsAFileSays(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("b.json"), "{\"rules\":[{\"do\":\"refuse\",\"status\":418}]}");
        Thread command = Thread.ofPlatform().start(() -> execute("--behaviour", file.toString()));
        await().until(() -> out.toString().endsWith("/v1" + System.lineSeparator()));
        String url = out.toString().strip().replace("Simulated Mistral at ", "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/fim/completions"))
                .header("authorization", "Bearer any")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(418);
        }
        command.interrupt();
        command.join();
    }

    @Test
    void aBehaviourFileStandsAloneAndMustBeRight(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("b.json"), "{\"rulez\":[]}");
        assertThat(execute("--behaviour", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("behaviour.rulez: unknown key");
        assertThat(execute("--behaviour", file.toString(), "--token-interval", "50ms"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--token-interval: not together with --behaviour");
        assertThat(execute("--behaviour", directory.resolve("none.json").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("none.json cannot be read");
    }

    @Test
    void refusesCallsBeyondTheLimitsGiven() throws Exception {
        Thread command = Thread.ofPlatform()
                .start(() -> execute("--limit", "requests=1/5m", "--dialect", "openai", "--retry-after", "7s"));
        await().until(() -> out.toString().endsWith("/v1" + System.lineSeparator()));
        String url = out.toString().strip().replace("Simulated Mistral at ", "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
                .header("authorization", "Bearer any")
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"Hi\"}]}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            HttpResponse<?> refused = client.send(request, BodyHandlers.discarding());
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).hasValue("7");
        }
        command.interrupt();
        command.join();
    }

    @Test
    void namesLimitsAndDialectsThatDoNotExist() {
        assertThat(execute("--limit", "requests=1/7s")).isEqualTo(2);
        assertThat(err.toString()).contains("'7s' is no window of the vendor, expected one of 1s, 10s");
        assertThat(execute("--dialect", "claude")).isEqualTo(2);
        assertThat(err.toString()).contains("got 'claude', expected mistral or openai");
        assertThat(execute("--requests-per-minute", "5", "--time-scale", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("time scale is 0.0, expected 0.001 to 1000");
    }

    private int execute(String... arguments) {
        return new CommandLine(new SimulateMistral())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
