package dev.alize.provider;

import static dev.alize.provider.Calls.BODY;
import static dev.alize.provider.Calls.attempt;
import static dev.alize.provider.Calls.fail;
import static dev.alize.provider.Calls.secret;
import static dev.alize.provider.Calls.succeed;
import static dev.alize.provider.Calls.withBody;
import static dev.alize.provider.Calls.withKey;
import static dev.alize.provider.Calls.withRequestId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.provider.ScriptedServer.Received;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, and what an answer becomes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpProviderTest {
    private static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");
    private static final int MAX_ANSWER = 100_000;

    private HttpProvider provider;

    @BeforeAll
    void open() {
        provider = new HttpProvider(new ProviderOptions("1.2", 16, MAX_ANSWER), InstantSource.fixed(NOW));
    }

    @AfterAll
    void close() {
        provider.close();
    }

    @Test
    void sendsTheBodyWithItsHeaders() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            succeed(provider, attempt(server.baseUrl()));

            Received sent = server.received().get(0);
            assertThat(sent.body()).isEqualTo(BODY);
            assertThat(sent.head().toLowerCase(Locale.ROOT).lines())
                    .contains(
                            "post /v1/chat/completions http/1.1",
                            "content-type: application/json",
                            "accept: application/json",
                            "authorization: bearer " + Calls.KEY,
                            "user-agent: alize/1.2",
                            "x-alize-request-id: r-1",
                            "host: " + server.baseUrl().getAuthority());
        }
    }

    @Test
    void sendsNoAuthorizationForATargetWithoutKey() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            succeed(provider, withKey(attempt(server.baseUrl()), null));

            assertThat(server.received().get(0).head()).doesNotContainIgnoringCase("authorization");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " r", "r ", "r\r\nx-evil: 1", "Zürich", "tab\there", "\u0000"})
    void leavesOutARequestIdThatIsNotSafeInAHeader(String id) throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            succeed(provider, withRequestId(attempt(server.baseUrl()), id));

            assertThat(server.received().get(0).head()).doesNotContain("x-alize-request-id", "x-evil");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"é\"}", "{\"a\":", "<html>", " "})
    void givesTheBodyOfA200AsItCame(String body) throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, body))) {
            assertThat(text(succeed(provider, attempt(server.baseUrl())))).isEqualTo(body);
        }
    }

    @Test
    void joinsTheChunksOfABody() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n");
            e.write("3\r\n1  \r\n");
            e.write("1\r\n}\r\n0\r\n\r\n");
        })) {
            assertThat(text(succeed(provider, attempt(server.baseUrl())))).isEqualTo("{\"a\":1  }");
        }
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"a\":1}");
            e.close();
        })) {
            assertThat(text(succeed(provider, attempt(server.baseUrl())))).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void keepsAnAnswerOfTheLargestSize() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "x".repeat(MAX_ANSWER)))) {
            assertThat(succeed(provider, attempt(server.baseUrl())).body()).hasSize(MAX_ANSWER);
        }
    }

    @Test
    void anAnswerThatSaysItIsTooLargeIsNotRead() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\ncontent-length: " + (MAX_ANSWER + 1) + "\r\n\r\n");
            e.hang();
        })) {
            assertFailure(server, FailureKind.RESPONSE_TOO_LARGE, "more than 100000 bytes");
        }
    }

    @Test
    void anAnswerThatTurnsOutTooLargeIsNotReadToItsEnd() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
            while (true) {
                e.write("x".repeat(10_000));
            }
        })) {
            assertFailure(server, FailureKind.RESPONSE_TOO_LARGE, "more than 100000 bytes");
        }
    }

    @Test
    void anEmptyAnswerIsBroken() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, ""))) {
            assertFailure(server, FailureKind.BROKEN_ANSWER, "empty body");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 10\r\n\r\n{\"a\"", "transfer-encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n"})
    void anAnswerThatIsCutOffIsBroken(String rest) throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\n" + rest);
            e.close();
        })) {
            assertFailure(server, FailureKind.BROKEN_ANSWER, "ended after 4 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"what is this\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n\r\n"})
    void anAnswerThatIsNotHttpIsBroken(String answer) throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write(answer);
            e.close();
        })) {
            assertFailure(server, FailureKind.BROKEN_ANSWER, "not HTTP");
            assertThat(fail(provider, attempt(server.baseUrl())).message()).doesNotContainIgnoringCase(answer.strip());
        }
    }

    @Test
    void aRefusalIsClassifiedWithTheFactsOfTheCall() throws IOException {
        String body = "{\"message\":\"Rate limit exceeded\",\"code\":\"1300\"}";
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(
                429,
                body,
                "X-RateLimit-Remaining-Req-Minute: 0",
                "ratelimitbysize-reset: 4",
                "Retry-After: 7",
                "Mistral-Correlation-Id: c-1",
                "X-Request-Id: c-2",
                "server: any"))) {
            Outcome.Failure failure = fail(provider, attempt(server.baseUrl()));

            assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(failure.code()).isEqualTo("1300");
            assertThat(failure.message()).isEqualTo("Rate limit exceeded");
            CallFacts facts = failure.facts();
            assertThat(facts.status()).isEqualTo(429);
            assertThat(facts.startedAt()).isEqualTo(NOW.toEpochMilli());
            assertThat(facts.durationMs()).isBetween(0L, 20_000L);
            assertThat(facts.correlationId()).isEqualTo("c-1");
            assertThat(facts.limits())
                    .isEqualTo(Map.of(
                            "x-ratelimit-remaining-req-minute", "0", "ratelimitbysize-reset", "4", "retry-after", "7"));
        }
    }

    @Test
    void takesTheRequestIdOfProvidersWithoutCorrelationId() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}", "x-request-id: c-2"))) {
            assertThat(succeed(provider, attempt(server.baseUrl())).facts().correlationId())
                    .isEqualTo("c-2");
        }
    }

    @Test
    void aRefusalThatIsCutOffIsStillClassified() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 503 Busy\r\ncontent-length: 900\r\n\r\n{\"message\":\"full\",\"code\":\"3505\",\"x");
            e.close();
        })) {
            assertFailure(server, FailureKind.CAPACITY_EXCEEDED, "full");
        }
    }

    @Test
    void aRefusalOfAnySizeIsClassified() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(500, "oops ".repeat(50_000)))) {
            assertFailure(server, FailureKind.PROVIDER_UNAVAILABLE, "oops");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(302, "", "location: /elsewhere"))) {
            assertFailure(server, FailureKind.UNEXPECTED_STATUS, "status 302");
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aKeyThatCannotBeReadIsNamedAndNothingIsSent() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            Attempt attempt = withKey(attempt(server.baseUrl()), secret(() -> {
                throw new IllegalStateException("no such variable");
            }));

            Outcome.Failure failure = fail(provider, attempt);

            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(failure.message()).contains("primary", "env TEST_KEY");
            assertThat(failure.facts().status()).isZero();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aKeyWithALineBreakIsNotSentAndNotShown() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            Outcome.Failure failure = fail(provider, withKey(attempt(server.baseUrl()), secret(() -> "hush\n")));

            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(failure.message()).contains("env TEST_KEY").doesNotContain("hush");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aBodyThatCannotBeMadeIsTheCallersFaultAndItsTextStaysInside() {
        Outcome.Failure failure = fail(provider, withBody(attempt(URI.create("http://127.0.0.1:1")), () -> {
            throw new IllegalStateException("my secret prompt");
        }));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(failure.message()).contains("IllegalStateException").doesNotContain("prompt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/v1", "/v1", "mailto:a@b"})
    void aBaseUrlThatIsNotHttpIsABugOfOurs(String baseUrl) {
        Outcome.Failure failure = fail(provider, attempt(URI.create(baseUrl)));

        assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(failure.message()).contains("primary", "expected http(s)://");
    }

    @Test
    void aReceiverThatFailsHarmsNobodyElse() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"))) {
            provider.start(attempt(server.baseUrl()), outcome -> {
                throw new IllegalStateException("receiver");
            });

            assertThat(text(succeed(provider, attempt(server.baseUrl())))).isEqualTo("{}");
        }
    }

    private void assertFailure(ScriptedServer server, FailureKind kind, String message) {
        Outcome.Failure failure = fail(provider, attempt(server.baseUrl()));
        assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
        assertThat(failure.message()).contains(message);
    }

    private static String text(Outcome.Success success) {
        return new String(success.body(), StandardCharsets.UTF_8);
    }
}
