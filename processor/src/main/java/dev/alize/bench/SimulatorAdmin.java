package dev.alize.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** The admin endpoint of the simulated Mistral in its own process. Safe to use from any thread. */
final class SimulatorAdmin implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    /** @param baseUrl of the simulated API, such as {@code http://127.0.0.1:8000/v1} */
    SimulatorAdmin(String baseUrl) {
        url = URI.create(baseUrl).resolve("/admin/").toString();
    }

    /** From now on the simulator behaves so. */
    void behave(String behaviour) throws InterruptedException {
        ask("PUT", "behaviour", behaviour);
    }

    /** Forgets counts, and brings the first behaviour back. */
    void reset() throws InterruptedException {
        ask("POST", "reset", "");
    }

    /** Calls so far of each request of a run, by its number. */
    Calls calls(Ledger ledger) throws InterruptedException {
        int[] calls = new int[ledger.requests()];
        JsonNode statistics = statistics();
        if (statistics.path("untracked").asLong() > 0) {
            throw new IllegalStateException("The simulator tracks a million ids, and there were more");
        }
        statistics.path("calls_per_request_id").properties().forEach(entry -> {
            int number = ledger.number(entry.getKey());
            if (number >= 0) {
                calls[number] = entry.getValue().asInt();
            }
        });
        return new Calls(calls);
    }

    /** The most calls that were open at once. */
    int mostOpen() throws InterruptedException {
        return statistics().path("most_open").asInt();
    }

    /** Whole answers of this status. */
    long answers(int status) throws InterruptedException {
        return statistics().path("answers").path(Integer.toString(status)).asLong();
    }

    /** How far the limits of the one model that was called were used; empty before its first call. */
    Optional<QuotaUse> quotaUse() throws InterruptedException {
        JsonNode models = read("quotas").path("models");
        return models.isEmpty() ? Optional.empty() : Optional.of(QuotaUse.of(models.path(0)));
    }

    private JsonNode statistics() throws InterruptedException {
        return read("statistics");
    }

    private JsonNode read(String path) throws InterruptedException {
        try {
            return json.readTree(ask("GET", path, ""));
        } catch (IOException e) {
            throw new IllegalStateException("The simulator's " + path + " are no JSON: " + e.getMessage(), e);
        }
    }

    private String ask(String method, String path, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("The simulator answered %s %s with %d: %s"
                        .formatted(method, path, answer.statusCode(), answer.body()));
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("The simulator does not answer: " + e, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
