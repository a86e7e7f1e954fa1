package dev.alize.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface of a Connect worker. Calls that a rebalance or a start gets in the way of (status 404, 409, 500, 503,
 * no connection) are made again for up to {@value #PATIENCE_SECONDS} s where they are meant to succeed.
 */
public final class ConnectRest {
    private static final int PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    ConnectRest(String base) {
        this.base = base;
    }

    /** An answer of the worker. */
    public record Answer(int status, JsonNode body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /** Such as {@code http://127.0.0.1:41234}. */
    public String base() {
        return base;
    }

    /** Whether the worker says that it has started and answers. */
    public boolean isHealthy() throws InterruptedException {
        try {
            return exchange("GET", "/health", null).isSuccess();
        } catch (IOException e) {
            return false;
        }
    }

    /** Every plugin, converters and transformations, too: class, type, version. */
    public JsonNode plugins() throws InterruptedException {
        return call("GET", "/connector-plugins?connectorsOnly=false", null);
    }

    /**
     * What is wrong with a configuration, by name of the setting; empty where nothing is.
     *
     * @param config with {@code connector.class}
     */
    public Map<String, List<String>> validate(Map<String, String> config) throws InterruptedException {
        String plugin = config.get("connector.class");
        Map<String, String> named = new TreeMap<>(config);
        named.putIfAbsent("name", "validated");
        JsonNode body = call("PUT", "/connector-plugins/" + plugin + "/config/validate", json(named));
        Map<String, List<String>> problems = new TreeMap<>();
        for (JsonNode setting : body.path("configs")) {
            List<String> errors = new ArrayList<>();
            setting.path("value").path("errors").forEach(error -> errors.add(error.asText()));
            if (!errors.isEmpty()) {
                problems.put(setting.path("value").path("name").asText(), errors);
            }
        }
        return problems;
    }

    /** One call without patience, such as of a configuration that shall be refused. */
    public Answer tryPut(String connector, Map<String, String> config) throws IOException, InterruptedException {
        return exchange("PUT", "/connectors/" + connector + "/config", json(config));
    }

    /** Creates a connector or changes its configuration. */
    public void put(String connector, Map<String, String> config) throws InterruptedException {
        call("PUT", "/connectors/" + connector + "/config", json(config));
    }

    /** Its state and that of its tasks, with traces. */
    public JsonNode status(String connector) throws InterruptedException {
        return call("GET", "/connectors/" + connector + "/status", null);
    }

    /** Its committed offsets. */
    public JsonNode offsets(String connector) throws InterruptedException {
        return call("GET", "/connectors/" + connector + "/offsets", null);
    }

    /** Waits until the connector runs with this number of tasks, all of them running. */
    public void awaitRunning(String connector, int tasks) throws InterruptedException {
        await(
                connector,
                "RUNNING with " + tasks + " tasks",
                status -> is(status.path("connector"), "RUNNING")
                        && status.path("tasks").size() == tasks
                        && states(status).stream().allMatch("RUNNING"::equals));
    }

    /** Waits until the connector or one of its tasks has failed, and gives the trace. */
    public String awaitFailed(String connector) throws InterruptedException {
        JsonNode status = await(
                connector,
                "FAILED",
                found -> is(found.path("connector"), "FAILED")
                        || states(found).stream().anyMatch("FAILED"::equals));
        return status.findValuesAsText("trace").stream().findFirst().orElse("");
    }

    /** Starts a connector and its failed tasks again. */
    public void restart(String connector) throws InterruptedException {
        call("POST", "/connectors/" + connector + "/restart?includeTasks=true&onlyFailed=true", null);
    }

    /** Deletes a connector. */
    public void delete(String connector) throws InterruptedException {
        call("DELETE", "/connectors/" + connector, null);
    }

    private JsonNode await(String connector, String expected, Predicate<JsonNode> meant) throws InterruptedException {
        long end = end();
        JsonNode status = status(connector);
        while (!meant.test(status)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "Connector " + connector + ": expected " + expected + ", got " + status);
            }
            Thread.sleep(100);
            status = status(connector);
        }
        return status;
    }

    private static boolean is(JsonNode part, String state) {
        return part.path("state").asText().equals(state);
    }

    private static List<String> states(JsonNode status) {
        return status.path("tasks").findValuesAsText("state");
    }

    private JsonNode call(String method, String path, @Nullable String body) throws InterruptedException {
        long end = end();
        while (true) {
            String got;
            boolean passing;
            try {
                Answer answer = exchange(method, path, body);
                if (answer.isSuccess()) {
                    return answer.body();
                }
                got = "status " + answer.status() + ": " + answer.body();
                passing = List.of(404, 409, 500, 503).contains(answer.status());
            } catch (IOException e) {
                got = e.toString();
                passing = true;
            }
            if (!passing || System.nanoTime() - end > 0) {
                throw new IllegalStateException("Connect: " + method + " " + path + ": got " + got);
            }
            Thread.sleep(100);
        }
    }

    private Answer exchange(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .method(method, publisher)
                .build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), tree(response.body()));
    }

    private static JsonNode tree(byte[] body) throws IOException {
        return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    }

    private static String json(Map<String, String> config) {
        try {
            return JSON.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts is no JSON", e);
        }
    }

    private static long end() {
        return System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    }
}
