package dev.alize.alerts.send;

import dev.alize.alerts.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Posts JSON. Follows no redirect, and reads no answer but its head. Safe to use from any thread. */
final class Posts {
    private final HttpClient client;
    private final Duration patience;
    private final InstantSource clock;

    Posts(HttpClient client, Duration patience, InstantSource clock) {
        this.client = client;
        this.patience = patience;
        this.clock = clock;
    }

    static HttpClient client(Duration patience) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Posts once.
     *
     * @param headers besides the content type
     */
    Delivery post(Address address, Map<String, String> headers, byte[] json) throws InterruptedException {
        URI uri;
        try {
            uri = address.now();
        } catch (Address.UnusableException e) {
            return Delivery.Failed.lasting(String.valueOf(e.getMessage()));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "alize")
                .POST(BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            leave(response.body());
            return verdict(
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").orElse(null),
                    clock.instant());
        } catch (IOException e) {
            return Delivery.Failed.passing(why(e));
        }
    }

    private static void leave(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The answer was in its head.
        }
    }

    /** What an answer says. Pure. */
    static Delivery verdict(int status, @Nullable String retryAfter, Instant now) {
        if (status >= 200 && status < 300) {
            return new Delivery.Taken();
        }
        String answered = "it answered with status " + status;
        return switch (status) {
            case 400, 413, 415, 422 -> new Delivery.Failed(Delivery.Kind.REFUSED, answered, null);
            case 408, 425, 429 ->
                new Delivery.Failed(
                        Delivery.Kind.PASSING, answered, wait(retryAfter, now).orElse(null));
            default -> {
                if (status >= 300 && status < 400) {
                    yield Delivery.Failed.lasting(answered + ", a redirect, which is not followed");
                }
                yield new Delivery.Failed(
                        status >= 400 && status < 500 ? Delivery.Kind.LASTING : Delivery.Kind.PASSING,
                        answered,
                        wait(retryAfter, now).orElse(null));
            }
        };
    }

    /** Seconds or a date. */
    private static Optional<Duration> wait(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        try {
            if (retryAfter.strip().matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter.strip())));
            }
            Instant at = ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return at.isAfter(now) ? Optional.of(Duration.between(now, at)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String broken(IOException e) {
        if (Causes.has(e, SSLException.class)) {
            return "the TLS handshake failed (" + Causes.names(e) + ")";
        }
        return Causes.has(e, UnresolvedAddressException.class)
                ? "the name of its host is not known"
                : "the connection failed or broke (" + Causes.names(e) + ")";
    }

    /** The message of the exception may hold the address. */
    private String why(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException timeout -> "it took no connection within " + patience.toMillis() + " ms";
            case HttpTimeoutException timeout -> "it gave no answer within " + patience.toMillis() + " ms";
            default -> broken(e);
        };
    }
}
