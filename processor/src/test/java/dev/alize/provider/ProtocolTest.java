package dev.alize.provider;

import static dev.alize.provider.Calls.attempt;
import static dev.alize.provider.Calls.fail;
import static dev.alize.provider.Calls.provider;
import static dev.alize.provider.Calls.start;
import static dev.alize.provider.Calls.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Protocol;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which HTTP is spoken, and how many calls run at once over how many connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolTest {
    private static final int CALLS = 40;

    @TempDir
    private static Path dir;

    private Certificates certificates;

    @BeforeAll
    void makeCertificates() throws Exception {
        certificates = Certificates.make(dir.resolve("server.p12"), "san=ip:127.0.0.1");
    }

    @Test
    void http2IsUsedWhereAnHttpsServerOffersIt() {
        try (Http2Server server = new Http2Server(100, certificates, ProtocolTest::answer);
                HttpProvider provider = provider(over(Protocol.AUTO))) {
            succeed(provider, attempt(server.baseUrl()));
            succeed(provider, attempt(server.baseUrl()));

            assertVersion(server, HttpVersion.HTTP_2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void http11IsUsedWhereItIsAskedForOrThereIsNoTls() {
        try (Http2Server https = new Http2Server(100, certificates, ProtocolTest::answer);
                Http2Server http = new Http2Server(100, null, ProtocolTest::answer);
                HttpProvider old = provider(over(Protocol.HTTP_1_1));
                HttpProvider usual = provider(over(Protocol.AUTO))) {
            succeed(old, attempt(https.baseUrl()));
            succeed(usual, attempt(http.baseUrl()));

            assertVersion(https, HttpVersion.HTTP_1_1);
            assertVersion(http, HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void http2WithoutTlsIsSpokenByPriorKnowledge() {
        try (Http2Server server = new Http2Server(100, null, ProtocolTest::answer);
                HttpProvider provider = provider(over(Protocol.HTTP_2))) {
            succeed(provider, attempt(server.baseUrl()));

            assertVersion(server, HttpVersion.HTTP_2);
        }
    }

    @Test
    void aServerWithoutHttp2IsNotCalledWhereNothingElseIsAllowed() throws Exception {
        Network hasty = over(Protocol.HTTP_2).withConnectTimeout(Duration.ofMillis(300));
        try (ScriptedServer https = new ScriptedServer(certificates.sockets(), "https", e -> e.answer(200, "{}"));
                ScriptedServer http = new ScriptedServer(e -> e.hang());
                HttpProvider provider = provider(hasty)) {
            for (URI baseUrl : List.of(https.baseUrl(), http.baseUrl())) {
                assertThat(fail(provider, attempt(baseUrl)).kind()).isEqualTo(FailureKind.CONNECT_FAILED);
            }
            assertThat(https.received()).isEmpty();
        }
    }

    @Test
    void moreCallsRunAtOnceThanAServersStreamLimitOfAConnection() {
        assertAllOpenAtOnce(8, Protocol.AUTO);
    }

    @Test
    void aBurstOfCallsOpensNoMoreConnectionsThanItNeeds() {
        try (Http2Server server = new Http2Server(100, certificates, ProtocolTest::answer);
                HttpProvider provider = new HttpProvider(
                        new ProviderOptions("1", CALLS, 1 << 20),
                        Map.of("primary", over(Protocol.AUTO)),
                        InstantSource.system())) {
            all(server, provider).forEach(ProtocolTest::join);

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aBurstOfCallsRunsAtOnceAtAServerWithoutHttp2() throws Exception {
        try (ScriptedServer server = new ScriptedServer(certificates.sockets(), "https", e -> {
                    e.read();
                    e.hang();
                });
                HttpProvider provider = provider(over(Protocol.AUTO))) {
            for (int i = 0; i < CALLS; i++) {
                start(provider, attempt(server.baseUrl()));
            }

            await().until(() -> server.received().size() == CALLS);
        }
    }

    @Test
    void aTargetWhoseConnectionsAreAllInUseMakesNoOtherWait() throws Exception {
        try (ScriptedServer server = new ScriptedServer(e -> {
                    if (e.read().head().contains("/slow/")) {
                        e.hang();
                    } else {
                        e.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
                    }
                });
                HttpProvider provider =
                        new HttpProvider(new ProviderOptions("1", 1, 1 << 20), InstantSource.system())) {
            URI slow = URI.create(server.baseUrl() + "/slow");
            start(provider, attempt(slow));
            await().until(() -> server.received().size() == 1);

            succeed(provider, Calls.withTarget(attempt(server.baseUrl()), "another"));
        }
    }

    @Test
    void aStreamThatTheServerRefusedIsSentAgain() {
        try (Http2Server server = new Http2Server(100, certificates, request -> {
                    if (request.response().streamId() == 1) {
                        request.response().reset(7);
                    } else {
                        answer(request);
                    }
                });
                HttpProvider provider = provider(over(Protocol.AUTO))) {
            succeed(provider, attempt(server.baseUrl()));

            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void aStreamThatTheServerResetIsALostConnection() {
        try (Http2Server server = new Http2Server(
                        100, certificates, request -> request.response().reset(2));
                HttpProvider provider = provider(over(Protocol.AUTO))) {
            assertThat(fail(provider, attempt(server.baseUrl())).kind()).isEqualTo(FailureKind.CONNECTION_LOST);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void aConnectionOnWhichACallTimedOutGetsNoFurtherCalls() {
        AtomicReference<HttpConnection> first = new AtomicReference<>();
        try (Http2Server server = new Http2Server(100, certificates, request -> {
                    boolean silent =
                            !first.compareAndSet(null, request.connection()) && first.get() == request.connection();
                    if (!silent) {
                        answer(request);
                    }
                });
                HttpProvider provider = provider(over(Protocol.AUTO))) {
            succeed(provider, attempt(server.baseUrl()));
            assertThat(fail(provider, attempt(server.baseUrl(), Duration.ofMillis(500)))
                            .kind())
                    .isEqualTo(FailureKind.TIMEOUT);

            succeed(provider, attempt(server.baseUrl()));
        }
    }

    private void assertAllOpenAtOnce(long streams, Protocol protocol) {
        try (Http2Server server = new Http2Server(streams, certificates, request -> {});
                HttpProvider provider = provider(over(protocol))) {
            List<CompletableFuture<Outcome>> all = all(server, provider);
            await().until(() -> server.requests.size() == CALLS);

            server.requests.forEach(ProtocolTest::answer);
            all.forEach(ProtocolTest::join);
            assertThat(server.connections()).isGreaterThanOrEqualTo(CALLS / streams);
        }
    }

    private static List<CompletableFuture<Outcome>> all(Http2Server server, HttpProvider provider) {
        List<CompletableFuture<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            all.add(start(provider, attempt(server.baseUrl())));
        }
        return all;
    }

    private static void join(CompletableFuture<Outcome> outcome) {
        assertThat(outcome.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.Success.class);
    }

    private static void assertVersion(Http2Server server, HttpVersion version) {
        assertThat(server.requests).isNotEmpty().allMatch(request -> request.version() == version);
    }

    private static void answer(HttpServerRequest request) {
        request.response().end("{}");
    }

    private Network over(Protocol protocol) {
        return Network.DEFAULT.with(protocol).withCaFile(certificates.certificate());
    }
}
