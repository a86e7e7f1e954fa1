package dev.alize.provider;

import dev.alize.domain.Attempt;
import dev.alize.domain.EventSink;
import dev.alize.domain.Identity;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import dev.alize.domain.Secret;
import dev.alize.domain.Target;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Protocol;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Attempts for tests. */
final class Calls {
    static final String KEY = "test-key-1";
    static final byte[] BODY = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
    static final Duration LONG = Duration.ofSeconds(30);

    private Calls() {}

    static Attempt attempt(URI baseUrl) {
        return attempt(baseUrl, LONG);
    }

    static Attempt attempt(URI baseUrl, Duration timeout) {
        return new Attempt(
                identity("r-1"), 1, target(baseUrl, secret(() -> KEY)), "/chat/completions", () -> BODY, timeout, null);
    }

    static Attempt streamed(URI baseUrl, EventSink events) {
        return streamed(baseUrl, LONG, LONG, events);
    }

    /**
     * @param silence the target's timeout
     * @param total the time left
     */
    static Attempt streamed(URI baseUrl, Duration silence, Duration total, EventSink events) {
        Target target = new Target("primary", "mistral", "m", baseUrl, secret(() -> KEY), silence, total, null);
        return new Attempt(identity("r-1"), 1, target, "/chat/completions", () -> BODY, total, events);
    }

    /** @param http2 speaks it by prior knowledge, for {@code primary} */
    static HttpProvider provider(int maxAnswerBytes, boolean http2) {
        Network network = Network.DEFAULT.with(http2 ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
        return new HttpProvider(
                new ProviderOptions("1.2", 64, maxAnswerBytes), Map.of("primary", network), InstantSource.system());
    }

    static Attempt withBody(Attempt attempt, Supplier<byte[]> body) {
        return new Attempt(
                attempt.identity(),
                attempt.number(),
                attempt.target(),
                attempt.path(),
                body,
                attempt.timeout(),
                attempt.events());
    }

    static Attempt withRequestId(Attempt attempt, String id) {
        return new Attempt(
                identity(id),
                attempt.number(),
                attempt.target(),
                attempt.path(),
                attempt.body(),
                attempt.timeout(),
                attempt.events());
    }

    static Attempt withKey(Attempt attempt, @Nullable Secret key) {
        Target target = target(attempt.target().baseUrl(), key);
        return new Attempt(
                attempt.identity(),
                attempt.number(),
                target,
                attempt.path(),
                attempt.body(),
                attempt.timeout(),
                attempt.events());
    }

    /** The same attempt at a target with another id. */
    static Attempt withTarget(Attempt attempt, String id) {
        Target from = attempt.target();
        Target target = new Target(
                id,
                from.provider(),
                from.model(),
                from.baseUrl(),
                from.key(),
                from.timeout(),
                from.streamTimeout(),
                from.pricing());
        return new Attempt(
                attempt.identity(),
                attempt.number(),
                target,
                attempt.path(),
                attempt.body(),
                attempt.timeout(),
                attempt.events());
    }

    static Secret secret(Supplier<String> text) {
        return new Secret() {
            @Override
            public String reveal() {
                return text.get();
            }

            @Override
            public String toString() {
                return "env TEST_KEY";
            }
        };
    }

    /** A provider that reaches the target of these attempts, {@code primary}, in a certain way. */
    static HttpProvider provider(Network network) {
        return new HttpProvider(ProviderOptions.defaults(), Map.of("primary", network), InstantSource.system());
    }

    static CompletableFuture<Outcome> start(Provider provider, Attempt attempt) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        provider.start(attempt, outcome::complete);
        return outcome;
    }

    /** Waits for the outcome. */
    static Outcome call(Provider provider, Attempt attempt) {
        return start(provider, attempt).orTimeout(20, TimeUnit.SECONDS).join();
    }

    static Outcome.Success succeed(Provider provider, Attempt attempt) {
        return (Outcome.Success) call(provider, attempt);
    }

    static Outcome.Failure fail(Provider provider, Attempt attempt) {
        return (Outcome.Failure) call(provider, attempt);
    }

    private static Identity identity(String requestId) {
        return new Identity("tenant", requestId, 0);
    }

    private static Target target(URI baseUrl, @Nullable Secret key) {
        return new Target("primary", "mistral", "m", baseUrl, key, LONG, LONG, null);
    }
}
