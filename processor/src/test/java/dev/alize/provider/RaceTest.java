package dev.alize.provider;

import static dev.alize.provider.Calls.attempt;
import static dev.alize.provider.Calls.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Answers, timeouts, losses and cancellations at the same time, from many threads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class RaceTest {
    private static final int CALLS = 4_000;

    private Vertx vertx;
    private HttpProvider provider;
    private URI baseUrl;

    @BeforeAll
    void open() {
        vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer().requestHandler(this::answer);
        int port = server.listen(0, "127.0.0.1").await().actualPort();
        baseUrl = URI.create("http://127.0.0.1:" + port + "/v1");
        provider = new HttpProvider(ProviderOptions.defaults(), InstantSource.system());
    }

    @AfterAll
    void close() {
        provider.close();
        vertx.close().await();
    }

    /** Echoes after the delay that stands in the body, or breaks the connection where it is negative. */
    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            int delay = Integer.parseInt(body.toString().strip());
            if (delay == 0) {
                request.response().end(body);
            } else if (delay < 0) {
                request.connection().close();
            } else {
                vertx.setTimer(delay, id -> request.response().end(body));
            }
        });
    }

    @Test
    void everyCallEndsAtMostOnceAndExactlyOnceUnlessCancelled() {
        long seed = new Random().nextLong();
        System.out.println("RaceTest seed " + seed);
        Random random = new Random(seed);
        Executor cancelling = ForkJoinPool.commonPool();
        List<AtomicInteger> kept = new ArrayList<>();
        List<AtomicInteger> cancelled = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            AtomicInteger outcomes = new AtomicInteger();
            Provider.Call call = provider.start(
                    withBody(
                            attempt(baseUrl, Duration.ofMillis(1 + random.nextInt(60))),
                            number(random.nextInt(11) - 1)),
                    outcome -> outcomes.incrementAndGet());
            if (random.nextInt(3) == 0) {
                cancelled.add(outcomes);
                CompletableFuture.delayedExecutor(random.nextInt(40_000), TimeUnit.MICROSECONDS, cancelling)
                        .execute(call::cancel);
            } else {
                kept.add(outcomes);
            }
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> count(kept, 0) == 0);
        Calls.succeed(provider, withBody(attempt(baseUrl), number(0)));
        assertThat(count(kept, 1)).as("ended once, seed %d", seed).isEqualTo(kept.size());
        assertThat(count(cancelled, 0) + count(cancelled, 1))
                .as("ended at most once, seed %d", seed)
                .isEqualTo(cancelled.size());
    }

    private static int count(List<AtomicInteger> calls, int outcomes) {
        return (int) calls.stream().filter(call -> call.get() == outcomes).count();
    }

    @Test
    void noBodyIsLostWhenManyThreadsCall() throws InterruptedException {
        long threads = 8;
        long each = 2_500;
        LongAdder right = new LongAdder();
        LongAdder ended = new LongAdder();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            callers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    provider.start(withBody(attempt(baseUrl), number(0)), outcome -> {
                        if (outcome instanceof Outcome.Success success && success.body().length == 1_024) {
                            right.increment();
                        }
                        ended.increment();
                    });
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> ended.sum() == threads * each);
        assertThat(right.sum()).isEqualTo(threads * each);
    }

    private static Supplier<byte[]> number(int delay) {
        return () -> String.format("%1024d", delay).getBytes(StandardCharsets.UTF_8);
    }
}
