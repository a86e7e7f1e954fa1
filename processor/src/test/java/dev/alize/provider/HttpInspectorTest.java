package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Target;
import dev.alize.provider.Inspected.Answered;
import dev.alize.provider.Inspected.Listing;
import dev.alize.provider.Inspected.Unreached;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Protocol;
import dev.alize.provider.network.Proxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a close look at a target sees. */
class HttpInspectorTest {
    private static final String DATE = "Date: Sun, 22 Nov 2026 02:00:00 GMT";

    @TempDir
    private Path dir;

    private static Inspected inspect(Network network, Target target, Duration timeout) {
        try (HttpProvider provider = Calls.provider(network)) {
            CompletableFuture<Inspected> seen = new CompletableFuture<>();
            provider.inspector().inspect(target, timeout, seen::complete);
            return seen.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    private static Inspected inspect(URI baseUrl) {
        return inspect(Network.DEFAULT, Calls.attempt(baseUrl).target(), Calls.LONG);
    }

    private static Answered answered(ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return (Answered) inspect(server.baseUrl());
        }
    }

    private static Obstacle obstacle(Inspected seen) {
        assertThat(seen).isInstanceOf(Unreached.class);
        assertThat(seen.toString()).doesNotContain(Calls.KEY);
        return ((Unreached) seen).obstacle();
    }

    @Test
    void aGoodAnswerTellsClockLimitsAndModels() throws IOException {
        String models = "{\"data\":[{\"id\":\"m-2512\",\"aliases\":[\"m\"]}]}";
        Answered seen =
                answered(e -> e.answer(200, models, DATE, "x-ratelimit-remaining-req-minute: 7", "retry-after: 3"));
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.kind()).isNull();
        assertThat(seen.date()).isEqualTo(Instant.parse("2026-11-22T02:00:00Z"));
        assertThat(seen.limits())
                .containsEntry("x-ratelimit-remaining-req-minute", "7")
                .containsKey("retry-after");
        assertThat(seen.listing()).isEqualTo(Listing.LISTED);
        assertThat(seen.tls()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"data\":[{\"id\":\"other\"}]}', MISSING",
        "'{\"data\":[]}', UNKNOWN",
        "'[', UNKNOWN",
        "'', UNKNOWN",
        "'{\"data\":{\"id\":\"m\"}}', UNKNOWN",
        "'{\"data\":[{\"id\":\"m\"}]}', LISTED"
    })
    void readsAnyListOfModels(String body, Listing listing) throws IOException {
        assertThat(answered(e -> e.answer(200, body)).listing()).isEqualTo(listing);
    }

    @ParameterizedTest
    @CsvSource({
        "401, '{\"detail\":\"Invalid API Key test-key-1\"}', UNAUTHORIZED, ",
        "403, '{\"code\":\"1913\"}', FORBIDDEN, 1913",
        "429, '{\"code\":\"1300\"}', RATE_LIMITED, 1300",
        "429, '{\"code\":3505}', CAPACITY_EXCEEDED, 3505",
        "503, '{\"code\":\"3505\"}', CAPACITY_EXCEEDED, 3505",
        "503, '<html>', PROVIDER_UNAVAILABLE, ",
        "500, '', PROVIDER_UNAVAILABLE, ",
        "407, '', PROXY_REFUSED, ",
        "418, '', UNEXPECTED_STATUS, "
    })
    void theBodyOfARefusalTellsWhoseFaultItIs(int status, String body, FailureKind kind, String code)
            throws IOException {
        Answered seen = answered(e -> e.answer(status, body, "Date: yesterday"));
        assertThat(seen.kind()).isEqualTo(kind);
        assertThat(seen.code()).isEqualTo(code);
        assertThat(seen.date()).isNull();
        assertThat(seen.toString()).doesNotContain(Calls.KEY);
    }

    @Test
    void aLimitOfZeroIsNoQuotaAtAll() throws IOException {
        assertThat(answered(e -> e.answer(429, "{}", "x-ratelimit-limit-req-minute: 0"))
                        .kind())
                .isEqualTo(FailureKind.NOT_ENTITLED);
    }

    @Test
    void namesWhatIsInTheWay() throws IOException {
        assertThat(obstacle(inspect(URI.create("http://127.0.0.1:1/v1")))).isEqualTo(Obstacle.REFUSED);
        assertThat(obstacle(inspect(URI.create("http://nothing.invalid/v1")))).isEqualTo(Obstacle.DNS);
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.reset();
        })) {
            assertThat(obstacle(inspect(server.baseUrl()))).isEqualTo(Obstacle.LOST);
        }
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.hang();
        })) {
            Target target = Calls.attempt(server.baseUrl()).target();
            assertThat(obstacle(inspect(Network.DEFAULT, target, Duration.ofMillis(200))))
                    .isEqualTo(Obstacle.TIMEOUT);
        }
    }

    @Test
    void anAnswerThatDoesNotEndIsNone() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx");
            e.hang();
        })) {
            Target target = Calls.attempt(server.baseUrl()).target();
            assertThat(obstacle(inspect(Network.DEFAULT, target, Duration.ofMillis(300))))
                    .isEqualTo(Obstacle.TIMEOUT);
        }
    }

    @Test
    void aKeyThatCannotBeReadIsNotSent() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            Target target = Calls.withKey(Calls.attempt(server.baseUrl()), Calls.secret(() -> {
                        throw new IllegalStateException("no such file");
                    }))
                    .target();
            assertThat(obstacle(inspect(Network.DEFAULT, target, Calls.LONG))).isEqualTo(Obstacle.KEY);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void tellsProtocolAndExpiryOfTheCertificate() throws Exception {
        Certificates own = Certificates.make(dir.resolve("server.p12"), "san=ip:127.0.0.1");
        try (ScriptedServer server = new ScriptedServer(own.sockets(), "https", e -> e.answer(200, "{}"))) {
            Target target = Calls.attempt(server.baseUrl()).target();
            Network trusting = Network.DEFAULT.with(Protocol.HTTP_1_1).withCaFile(own.certificate());
            Answered seen = (Answered) inspect(trusting, target, Calls.LONG);
            Inspected.Tls tls = java.util.Objects.requireNonNull(seen.tls());
            assertThat(tls.protocol()).startsWith("TLSv1.");
            assertThat(Duration.between(Instant.now(), tls.expires()))
                    .isBetween(Duration.ofHours(40), Duration.ofHours(50));
            Inspected distrusting = inspect(Network.DEFAULT, target, Calls.LONG);
            assertThat(obstacle(distrusting)).isEqualTo(Obstacle.TLS);
            assertThat(((Unreached) distrusting).message()).contains("signed by no trusted authority");
        }
    }

    @Test
    void anExpiredCertificateIsATlsObstacle() throws Exception {
        Certificates expired = Certificates.make(dir.resolve("expired.p12"), "san=ip:127.0.0.1", "-startdate", "-5d");
        try (ScriptedServer server = new ScriptedServer(expired.sockets(), "https", e -> e.answer(200, "{}"))) {
            Inspected seen = inspect(
                    Network.DEFAULT.withCaFile(expired.certificate()),
                    Calls.attempt(server.baseUrl()).target(),
                    Calls.LONG);
            assertThat(obstacle(seen)).isEqualTo(Obstacle.TLS);
            assertThat(((Unreached) seen).message()).contains("has expired");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyThatRefusesIsNamed(String scheme) throws Exception {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"));
                ScriptedProxy proxy = new ScriptedProxy("ada:hunter2", 407)) {
            Proxy.Login login = new Proxy.Login(Calls.secret(() -> "ada"), Calls.secret(() -> "hunter3"));
            Network network = Network.DEFAULT.withProxy(new Proxy("127.0.0.1", proxy.port(), login));
            URI url = URI.create(server.baseUrl().toString().replace("http:", scheme + ":"));
            Inspected seen = inspect(network, Calls.attempt(url).target(), Calls.LONG);
            assertThat(seen.toString()).doesNotContain("hunter3");
            if (scheme.equals("https")) {
                assertThat(obstacle(seen)).isEqualTo(Obstacle.PROXY);
            } else {
                assertThat(((Answered) seen).kind()).isEqualTo(FailureKind.PROXY_REFUSED);
            }
        }
    }
}
