package dev.alize.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an instance says of itself now: its metrics and its health. */
public final class PageCollector implements Collector {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final URI metrics;
    private final Scrubber scrubber;

    /** @param metrics such as {@code http://127.0.0.1:9464/metrics}; {@code /health} is taken from the same place */
    public PageCollector(URI metrics, Scrubber scrubber) {
        this.metrics = metrics;
        this.scrubber = scrubber;
    }

    @Override
    public String name() {
        return "metrics and health";
    }

    @Override
    public String collect(Path directory) throws NotCollectedException, IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            MetricFilter filter = new MetricFilter(scrubber);
            List<String> samples = get(client, metrics)
                    .lines()
                    .map(filter::line)
                    .flatMap(Optional::stream)
                    .toList();
            Files.write(directory.resolve("metrics.txt"), samples);
            return health(client, directory);
        }
    }

    private String health(HttpClient client, Path directory) throws IOException, InterruptedException {
        try {
            ObjectMapper json = new ObjectMapper();
            var health = new JsonFilter(scrubber).of(json.readTree(get(client, metrics.resolve("/health"))));
            Files.writeString(directory.resolve("health.json"), health.toPrettyString() + "\n");
            return "of the instance at " + metrics.getAuthority() + " only";
        } catch (NotCollectedException e) {
            return "without health: " + e.getMessage();
        } catch (JsonProcessingException e) {
            return "without health: it is no JSON";
        }
    }

    private static String get(HttpClient client, URI page) throws NotCollectedException, InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new NotCollectedException(page.getPath() + " answered with status " + response.statusCode());
            }
            return response.body();
        } catch (IOException | IllegalArgumentException e) {
            throw new NotCollectedException("no answer from " + page.getAuthority() + " ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
