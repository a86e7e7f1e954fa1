package dev.alize.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks an instance for its {@code /health}. */
public final class InstanceLook implements Look.Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int OK = 200;

    private final URI address;
    private final Remedies remedies;

    /** @param address such as {@code http://127.0.0.1:9464} */
    public InstanceLook(URI address, Remedies remedies) {
        this.address = address;
        this.remedies = remedies;
    }

    @Override
    public List<Finding> look() throws NotSeenException, InterruptedException {
        // Closing a client waits for its calls; this one ends with the process.
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/health"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode health = new ObjectMapper().readTree(response.body());
            if (response.statusCode() != OK || !health.path("status").isTextual()) {
                throw new NotSeenException("/health answered with status " + response.statusCode()
                        + " and without ours in it; expected an instance's --metrics-listen address");
            }
            return List.of(InstanceCheck.of(address.getAuthority(), health, remedies));
        } catch (JsonProcessingException e) {
            throw new NotSeenException("/health is no JSON; expected an instance's --metrics-listen address");
        } catch (IOException e) {
            throw new NotSeenException(
                    "no answer (" + e.getClass().getSimpleName() + "); expected an instance that runs");
        } finally {
            client.shutdownNow();
        }
    }
}
