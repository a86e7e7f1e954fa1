package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look at a target sends, and what it sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpProbeTest {
    private HttpProvider provider;

    @BeforeAll
    void open() {
        provider = new HttpProvider(new ProviderOptions("1.2", 16, 1_000), InstantSource.system());
    }

    @AfterAll
    void close() {
        provider.close();
    }

    private Probed probe(Target target, Duration timeout) {
        CompletableFuture<Probed> seen = new CompletableFuture<>();
        provider.probe().probe(target, timeout, seen::complete);
        return seen.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private Probed probe(URI baseUrl) {
        return probe(Calls.attempt(baseUrl).target(), Calls.LONG);
    }

    @Test
    void asksForTheModelsWithTheKey() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{\"data\":[]}"))) {
            assertThat(probe(server.baseUrl())).isEqualTo(new Probed.Healthy());
            assertThat(server.received()
                            .getFirst()
                            .head()
                            .toLowerCase(Locale.ROOT)
                            .lines())
                    .contains("get /v1/models http/1.1", "authorization: bearer " + Calls.KEY, "user-agent: alize/1.2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void seesThatAKeyIsRefused(int status) throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(status, "{\"detail\":\"Invalid API Key\"}"))) {
            assertThat(probe(server.baseUrl())).isInstanceOf(Probed.KeyRefused.class);
        }
    }

    @Test
    void aServerWithoutSuchAPageIsThere() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(404, "no such page"))) {
            assertThat(probe(server.baseUrl())).isEqualTo(new Probed.Healthy());
        }
    }

    @Test
    void tellsAnOutageFromARateLimit() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(503, "{}"))) {
            assertFailed(probe(server.baseUrl()), FailureKind.PROVIDER_UNAVAILABLE);
        }
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(429, "{}"))) {
            assertFailed(probe(server.baseUrl()), FailureKind.RATE_LIMITED);
        }
    }

    @Test
    void aServerThatCannotBeReachedIsAFailedConnection() {
        assertFailed(probe(URI.create("http://127.0.0.1:1/v1")), FailureKind.CONNECT_FAILED);
    }

    @Test
    void aServerThatSaysNothingTimesOut() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.hang();
        })) {
            assertFailed(probe(Calls.attempt(server.baseUrl()).target(), Duration.ofMillis(100)), FailureKind.TIMEOUT);
        }
    }

    @Test
    void aConnectionThatBreaksAgainAndAgainIsLost() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.close();
        })) {
            assertFailed(probe(server.baseUrl()), FailureKind.CONNECTION_LOST);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aKeyThatCannotBeReadIsARefusedKeyAndNothingIsSent() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            Target target = Calls.withKey(Calls.attempt(server.baseUrl()), Calls.secret(() -> "hush\n"))
                    .target();
            assertThat(probe(target, Calls.LONG)).isInstanceOf(Probed.KeyRefused.class);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void anEndlessBodyIsNotWaitedFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n{");
            e.hang();
        })) {
            assertThat(probe(server.baseUrl())).isEqualTo(new Probed.Healthy());
        }
    }

    private static void assertFailed(Probed seen, FailureKind kind) {
        assertThat(seen).isInstanceOfSatisfying(Probed.Failed.class, failed -> {
            assertThat(failed.kind()).as(failed.message()).isEqualTo(kind);
            assertThat(failed.message()).doesNotContain(Calls.KEY);
        });
    }
}
