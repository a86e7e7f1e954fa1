package dev.alize.provider;

import static dev.alize.provider.Calls.attempt;
import static dev.alize.provider.Calls.call;
import static dev.alize.provider.Calls.fail;
import static dev.alize.provider.Calls.start;
import static dev.alize.provider.Calls.succeed;
import static dev.alize.provider.Calls.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a call whose connection, time or owner goes away. */
class ConnectionsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final byte[] LARGE = new byte[16 << 20];

    private HttpProvider provider;

    @BeforeEach
    void open() {
        provider = withConnections(16);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void aRefusedConnectionIsAFailureToConnect() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Outcome.Failure failure = fail(provider, attempt(URI.create("http://127.0.0.1:" + port)));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONNECT_FAILED);
        assertThat(failure.message()).contains("127.0.0.1:" + port, "refused");
    }

    @Test
    void anUnknownHostIsAFailureToConnect() {
        Outcome.Failure failure = fail(provider, attempt(URI.create("http://no-such-host.invalid/v1")));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONNECT_FAILED);
        assertThat(failure.message()).contains("no-such-host.invalid:80");
    }

    @Test
    void connectionsAreUsedAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            for (int i = 0; i < 5; i++) {
                succeed(provider, attempt(server.baseUrl()));
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aResetBeforeAnyAnswerIsALostConnectionAndNotSentAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.reset();
        })) {
            assertThat(fail(provider, attempt(server.baseUrl())).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aPooledConnectionThatBreaksAfterTheWholeRequestIsNotSentAgain() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(e -> {
            if (requests.incrementAndGet() == 1) {
                e.answer(200, "{}");
            } else {
                e.read();
                e.close();
            }
        })) {
            succeed(provider, attempt(server.baseUrl()));

            assertThat(fail(provider, attempt(server.baseUrl())).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void aPooledConnectionThatBreaksBeforeTheWholeRequestIsReplacedOnce() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(e -> {
            if (requests.incrementAndGet() == 2) {
                e.reset();
            } else {
                e.answer(200, "{}");
            }
        })) {
            succeed(provider, attempt(server.baseUrl()));
            succeed(provider, withBody(attempt(server.baseUrl()), () -> LARGE));

            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void aNewConnectionThatBreaksBeforeTheWholeRequestIsNotReplaced() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.reset())) {
            Outcome.Failure failure = fail(provider, withBody(attempt(server.baseUrl()), () -> LARGE));

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION_LOST);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatTheServerClosedWhileItWasIdleIsNotUsed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.answer(200, "{}");
            e.close();
        })) {
            for (int i = 1; i <= 20; i++) {
                succeed(provider, attempt(server.baseUrl()));
                await().until(() -> server.openConnections() == 0);
            }
            assertThat(server.received()).hasSize(20);
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsATimeoutAndClosesTheConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.hang();
        })) {
            Outcome.Failure failure = fail(provider, attempt(server.baseUrl(), SHORT));

            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure.message()).contains("300 ms", "maybe billed");
            assertThat(failure.facts().durationMs()).isBetween(299L, 20_000L);
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void anAnswerThatNeverEndsIsATimeout() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\nx-request-id: c-1\r\ncontent-length: 10\r\n\r\n{");
            e.hang();
        })) {
            Outcome.Failure failure = fail(provider, attempt(server.baseUrl(), SHORT));

            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure.facts().status()).isEqualTo(200);
            assertThat(failure.facts().correlationId()).isEqualTo("c-1");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void noTimeLeftIsATimeoutWithoutACall() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            Outcome.Failure failure = fail(provider, attempt(server.baseUrl(), Duration.ZERO));

            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure.message()).contains("nothing was sent");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aCallThatFindsNoFreeConnectionInTimeIsNeverSent() throws IOException {
        try (HttpProvider narrow = withConnections(1);
                ScriptedServer server = new ScriptedServer(e -> {
                    e.read();
                    e.hang();
                })) {
            Provider.Call first = narrow.start(attempt(server.baseUrl()), outcome -> {});
            await().until(() -> server.received().size() == 1);

            Outcome.Failure failure = fail(narrow, attempt(server.baseUrl(), SHORT));
            first.cancel();
            await().until(() -> server.openConnections() == 0);

            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure.message()).contains("nothing was sent");
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aCallWaitsForAConnectionWithinItsTime() throws IOException {
        try (HttpProvider narrow = withConnections(2);
                ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            List<CompletableFuture<Outcome>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(start(narrow, attempt(server.baseUrl())));
            }

            assertThat(all).allMatch(outcome -> outcome.join() instanceof Outcome.Success);
            assertThat(server.received()).hasSize(100);
            assertThat(server.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aCancelledCallClosesItsConnectionAndHasNoOutcome() throws IOException {
        Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.hang();
        })) {
            Provider.Call open = provider.start(attempt(server.baseUrl(), SHORT), outcomes::add);
            await().until(() -> server.received().size() == 1);

            open.cancel();
            open.cancel();

            await().until(() -> server.openConnections() == 0);
            call(provider, attempt(server.baseUrl(), SHORT));
            assertThat(outcomes).isEmpty();
        }
    }

    @Test
    void aCallThatIsCancelledBeforeItsTurnIsNeverSent() throws IOException {
        Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        try (HttpProvider narrow = withConnections(1);
                ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
            narrow.start(attempt(server.baseUrl()), first -> {
                narrow.start(attempt(server.baseUrl()), outcomes::add).cancel();
                onLoop.complete(true);
            });
            onLoop.join();
            succeed(narrow, attempt(server.baseUrl()));

            assertThat(outcomes).isEmpty();
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void closingEndsOpenCallsWithoutOutcome() throws IOException {
        Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        HttpProvider closing = withConnections(16);
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.hang();
        })) {
            closing.start(attempt(server.baseUrl()), outcomes::add);
            await().until(() -> server.received().size() == 1);

            closing.close();
            closing.close();
            closing.start(attempt(server.baseUrl()), outcomes::add).cancel();

            await().until(() -> server.openConnections() == 0);
            assertThat(outcomes).isEmpty();
            assertThat(server.received()).hasSize(1);
        }
    }

    private static HttpProvider withConnections(int connections) {
        ProviderOptions some = ProviderOptions.defaults();
        return new HttpProvider(new ProviderOptions(some.version(), connections, 1 << 20), InstantSource.system());
    }
}
