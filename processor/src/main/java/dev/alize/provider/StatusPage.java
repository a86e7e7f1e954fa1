package dev.alize.provider;

import dev.alize.diagnosis.PageStatus;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A provider's public status page, asked in the background every half minute. It never fails: where there is no clear
 * answer, it says so. Safe to use from any thread.
 */
public final class StatusPage implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 1 << 20;
    private static final int OK = 200;

    private final URI page;
    private final HttpClient client;
    private final @Nullable ScheduledFuture<?> asking;
    private volatile PageStatus latest = PageStatus.unknown("it was not asked yet");

    /** The page is too large to be one. */
    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param page its machine-readable address, such as {@code https://status.example/summary.json} */
    public StatusPage(URI page, ScheduledExecutorService timer) {
        this.page = page;
        this.client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.asking = begin(timer);
    }

    private @Nullable ScheduledFuture<?> begin(ScheduledExecutorService timer) {
        try {
            return timer.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return null; // the process ends
        }
    }

    /** What it said last. */
    public PageStatus latest() {
        return latest;
    }

    /** Asks now; ends when the answer is in, at most after a few seconds more than the patience. */
    private void ask() {
        answer().thenAccept(answer -> latest = answer);
    }

    private CompletableFuture<PageStatus> answer() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            HttpRequest request = HttpRequest.newBuilder(page)
                    .timeout(PATIENCE)
                    .header("Accept", "application/json")
                    .build();
            CompletableFuture<HttpResponse<Void>> sent = client.sendAsync(
                    request, BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> take(bytes, body))));
            return sent.copy()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((response, failure) -> {
                        sent.cancel(true);
                        return failure == null ? read(response, body) : PageStatus.unknown(why(failure));
                    });
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(PageStatus.unknown(why(e)));
        }
    }

    private static void take(byte[] bytes, ByteArrayOutputStream body) {
        if (body.size() + bytes.length > MOST_BYTES) {
            throw new TooLargeException();
        }
        body.writeBytes(bytes);
    }

    private static PageStatus read(HttpResponse<Void> response, ByteArrayOutputStream body) {
        return response.statusCode() == OK
                ? StatusFormat.read(body.toByteArray())
                : PageStatus.unknown("it answers with status " + response.statusCode());
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TooLargeException || cause.getCause() instanceof TooLargeException
                ? "it is larger than 1 MiB"
                : "it gives no answer (" + cause.getClass().getSimpleName() + ")";
    }

    @Override
    public void close() {
        if (asking != null) {
            asking.cancel(false);
        }
        client.shutdownNow();
    }
}
