package dev.alize.simulator;

import dev.alize.simulator.behaviour.Flaw;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Asks a simulator over HTTP, with a client of its own. */
final class Asking implements AutoCloseable {
    static final String WHOLE =
            "{\"model\":\"mistral-small-latest\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    static final String STREAM = WHOLE.replace("{\"model\"", "{\"stream\":true,\"model\"");
    static final String CODE =
            "{\"model\":\"codestral-latest\",\"prompt\":\"def f():\\n  \",\"suffix\":\"\\n  return x\"}";

    private final SimulatedMistral simulator;
    /** One for each version: a client that knows the server by HTTP/1.1 does not upgrade any more. */
    private final Map<Version, HttpClient> clients = Map.of(
            Version.HTTP_1_1, HttpClient.newHttpClient(),
            Version.HTTP_2, HttpClient.newHttpClient());

    Asking(SimulatedMistral simulator) {
        this.simulator = simulator;
    }

    HttpResponse<String> ask(String body) throws IOException, InterruptedException {
        return ask(Version.HTTP_1_1, body);
    }

    HttpResponse<String> ask(Version version, String body) throws IOException, InterruptedException {
        return client(version).send(request("/chat/completions", version, body), BodyHandlers.ofString());
    }

    HttpResponse<String> code(String body) throws IOException, InterruptedException {
        return client(Version.HTTP_1_1)
                .send(request("/fim/completions", Version.HTTP_1_1, body), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> askLater(String body) {
        return client(Version.HTTP_1_1)
                .sendAsync(request("/chat/completions", Version.HTTP_1_1, body), BodyHandlers.ofString());
    }

    /** Every stream stalls after so many chunks. */
    static Rule stall(int after) {
        return Rule.of(Match.ALL, new Reaction.Flawed(new Flaw.Stall(after)));
    }

    private HttpClient client(Version version) {
        return Objects.requireNonNull(clients.get(version));
    }

    private HttpRequest request(String path, Version version, String body) {
        return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                .version(version)
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer any")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }
}
