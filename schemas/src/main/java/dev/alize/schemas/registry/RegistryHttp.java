package dev.alize.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Calls the registry: goes on to the next address on a transient failure, and remembers the one that answered. */
final class RegistryHttp implements AutoCloseable {
    private static final String TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryConfig config;
    private final HttpClient client;
    private volatile int good;

    RegistryHttp(RegistryConfig config) {
        this.config = config;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.connectTimeout());
        SSLContext tls = tls(config);
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
    }

    /** Null for the JVM's own trust, which takes longer to read than a question takes: not where nobody is to be trusted. */
    private static @Nullable SSLContext tls(RegistryConfig config) {
        boolean plain =
                config.endpoints().stream().allMatch(endpoint -> endpoint.base().startsWith("http://"));
        if (config.tls() != null || !plain) {
            return config.tls();
        }
        try {
            SSLContext none = SSLContext.getInstance("TLS");
            none.init(null, new TrustManager[0], null);
            return none;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** Blocks for at most (connect + read time-out) × addresses × (1 + retries) and the waits between. */
    JsonNode call(String method, String path, @Nullable JsonNode body) {
        Duration wait = config.firstWait();
        for (int round = 0; ; round++) {
            try {
                return anyEndpoint(method, path, body);
            } catch (RegistryException e) {
                if (!e.isTransient() || round == config.retries()) {
                    throw e;
                }
            }
            pause(wait);
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(config.maxWait()) < 0 ? doubled : config.maxWait();
        }
    }

    private JsonNode anyEndpoint(String method, String path, @Nullable JsonNode body) {
        List<Endpoint> endpoints = config.endpoints();
        int first = good;
        for (int i = 0; ; i++) {
            int index = (first + i) % endpoints.size();
            try {
                JsonNode answer = once(endpoints.get(index), method, path, body);
                good = index;
                return answer;
            } catch (RegistryException e) {
                if (!e.isTransient()) {
                    good = index;
                    throw e;
                }
                if (i + 1 == endpoints.size()) {
                    throw e;
                }
            }
        }
    }

    private JsonNode once(Endpoint endpoint, String method, String path, @Nullable JsonNode body) {
        String what = "Schema registry " + endpoint.base() + ": " + method + " " + path;
        HttpResponse<byte[]> response = exchange(what, request(endpoint, method, path, body));
        JsonNode answer = json(response.body());
        if (response.statusCode() / 100 == 2 && answer != null) {
            return answer;
        }
        throw refused(what, endpoint, response.statusCode(), answer);
    }

    private HttpRequest request(Endpoint endpoint, String method, String path, @Nullable JsonNode body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(endpoint.resolve(path))
                .header("Accept", TYPE + ", application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            builder.header("Content-Type", TYPE);
        }
        if (endpoint.credentials() != null) {
            builder.header("Authorization", endpoint.credentials().header());
        }
        return builder.build();
    }

    /** The JDK's own request time-out ends with the headers; this one covers the body, too. */
    private HttpResponse<byte[]> exchange(String what, HttpRequest request) {
        Duration limit = config.connectTimeout().plus(config.readTimeout());
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw lost(what + ": got no answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw lost(what + ": got no answer (" + e.getCause() + ")", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(what + ": interrupted", e);
        } finally {
            exchange.cancel(true);
        }
    }

    private static RegistryException lost(String message, @Nullable Throwable cause) {
        return new RegistryException(message, 0, 0, true, cause);
    }

    private static RegistryException refused(String what, Endpoint endpoint, int status, @Nullable JsonNode answer) {
        int code = answer == null ? 0 : answer.path("error_code").asInt(0);
        String said = answer == null
                ? "an answer that is no JSON"
                : answer.path("message").asText("no message");
        boolean passing = status / 100 == 2 || status == 408 || status == 429 || status >= 500;
        String cut = said.length() > 300 ? said.substring(0, 300) + "..." : said;
        String message = what + ": got status " + status + ", code " + code + ": " + endpoint.mask(cut);
        return new RegistryException(message, status, code, passing, null);
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null || node.isMissingNode() ? null : node;
        } catch (IOException e) {
            return null;
        }
    }

    private static void pause(Duration wait) {
        try {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost("Schema registry: interrupted while waiting to ask again", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
