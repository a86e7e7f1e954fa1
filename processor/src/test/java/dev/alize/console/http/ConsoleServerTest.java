package dev.alize.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.config.ConsoleSettings;
import dev.alize.config.ConsoleToken;
import dev.alize.config.Environment;
import dev.alize.config.SecretReference;
import dev.alize.console.http.Talk.Answer;
import dev.alize.metrics.http.ListenAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server without Kafka, spoken to by hand. */
@Timeout(60)
class ConsoleServerTest {
    private static final String MITIGATE = "a token that may mitigate";
    private static final String READ = "a token that may read";
    private static final String JSON = "application/json";

    private final FakeBackend backend = new FakeBackend();
    private final List<ConsoleServer> servers = new ArrayList<>();

    private ConsoleServer start(boolean withTokens) throws IOException {
        List<ConsoleToken> tokens = withTokens
                ? List.of(
                        new ConsoleToken("on-call", ConsoleToken.Role.MITIGATE, new SecretReference.Given(MITIGATE)),
                        new ConsoleToken("board", ConsoleToken.Role.READ, new SecretReference.Given(READ)))
                : List.of();
        ConsoleServer server = ConsoleServer.start(
                ListenAddress.parse("127.0.0.1:0"), Tokens.of(new ConsoleSettings(tokens), environment()), backend);
        servers.add(server);
        return server;
    }

    private static Environment environment() {
        return new Environment(Map.of(), InstantSource.system());
    }

    @AfterEach
    void stop() {
        servers.forEach(ConsoleServer::close);
    }

    private static Answer get(ConsoleServer server, String path, String... headers) {
        return Talk.send(server.address().port(), "GET", path, map(headers), "");
    }

    private static Answer post(ConsoleServer server, String path, String body, String... headers) {
        Map<String, String> all = map(headers);
        all.putIfAbsent("Content-Type", JSON);
        return Talk.send(server.address().port(), "POST", path, all, body);
    }

    private static Map<String, String> map(String... headers) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return map;
    }

    @Test
    void servesThePageWithAStrictPolicyAndOnlyOnce() throws IOException {
        ConsoleServer server = start(false);

        Answer page = get(server, "/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.head())
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .contains("X-Content-Type-Options: nosniff")
                .contains("Referrer-Policy: no-referrer")
                .contains("text/html; charset=utf-8");
        String etag = page.head().replaceAll("(?s).*ETag: (\"[0-9a-f]+\").*", "$1");
        assertThat(get(server, "/", "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(get(server, "/", "Accept-Encoding", "gzip").head()).contains("Content-Encoding: gzip");
        for (String path : List.of(
                "/assets/../Console.class", "/assets/%2e%2e/x", "/assets/none.js", "/assets/index.html", "/none")) {
            assertThat(get(server, path).status()).as(path).isEqualTo(404);
        }
        assertThat(post(server, "/", "{}").status()).isEqualTo(405);
    }

    @Test
    void everybodyOnThisMachineMayMitigateWhereThereAreNoTokens() throws IOException {
        ConsoleServer server = start(false);

        assertThat(get(server, "/api/session").body()).isEqualTo("{\"token_required\":false,\"role\":\"mitigate\"}");
        assertThat(get(server, "/api/state").body()).contains("\"number\":1").contains("\"role\":\"mitigate\"");
        Answer answer = post(server, "/control", "{\"command\":\"pause\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":true}");
        assertThat(post(server, "/api/incidents/inc-1", "{\"action\":\"ack\"}").status())
                .isEqualTo(202);
        assertThat(backend.done).containsExactly("pause by console", "ack of inc-1 by console");
    }

    @Test
    void listensOnOtherAddressesOnlyWithTokens() {
        Tokens none = Tokens.of(ConsoleSettings.DEFAULT, environment());

        assertThatThrownBy(() -> ConsoleServer.start(ListenAddress.parse("0.0.0.0:0"), none, backend))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("console.tokens")
                .hasMessageContaining("127.0.0.1:41002");
        assertThatThrownBy(() -> ConsoleServer.start(ListenAddress.parse("no.such.host.invalid:0"), none, backend))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown host");
    }

    @Test
    void saysWhereAPortIsTaken() throws IOException {
        ListenAddress taken = start(false).address();

        assertThatThrownBy(() -> ConsoleServer.start(taken, Tokens.of(ConsoleSettings.DEFAULT, environment()), backend))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void anotherSiteIsRefusedWhateverTheRole() throws IOException {
        ConsoleServer open = start(false);
        ConsoleServer closed = start(true);
        String own = "http://localhost:" + open.address().port();

        assertThat(get(open, "/api/state", "Origin", "https://evil.example").status())
                .isEqualTo(403);
        assertThat(get(open, "/api/events", "Origin", "null").status()).isEqualTo(403);
        assertThat(get(open, "/api/events", "Sec-Fetch-Site", "cross-site").status())
                .isEqualTo(403);
        assertThat(get(open, "/api/state", "Sec-Fetch-Site", "same-site").status())
                .isEqualTo(403);
        assertThat(post(open, "/control", "{}", "Origin", "http://localhost:1").status())
                .isEqualTo(403);
        assertThat(get(closed, "/api/state", "Origin", "https://evil.example", "Authorization", "Bearer " + MITIGATE)
                        .status())
                .isEqualTo(403);
        assertThat(get(open, "/api/state", "Host", "evil.example").status()).isEqualTo(403);
        assertThat(get(open, "/api/state", "Host", "127.0.0.1.evil.example").status())
                .isEqualTo(403);

        assertThat(get(open, "/api/state", "Origin", own, "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(get(open, "/api/state", "Host", "[::1]:41002").status()).isEqualTo(200);
        assertThat(get(
                                open,
                                "/",
                                "Sec-Fetch-Site",
                                "cross-site",
                                "Sec-Fetch-Mode",
                                "navigate",
                                "Sec-Fetch-Dest",
                                "document")
                        .status())
                .as("a link in a chat")
                .isEqualTo(200);
        assertThat(get(closed, "/api/session", "Host", "console.example").status())
                .isEqualTo(200);
    }

    @Test
    void aTokenIsNeededAndShownOnce() throws IOException {
        ConsoleServer server = start(true);

        assertThat(get(server, "/").status()).isEqualTo(200);
        assertThat(get(server, "/api/session").body()).isEqualTo("{\"token_required\":true,\"role\":null}");
        for (String path : List.of("/api/state", "/api/events", "/api/requests?id=a", "/api/incidents/inc-1")) {
            assertThat(get(server, path).status()).as(path).isEqualTo(401);
        }
        assertThat(post(server, "/control", "{}").status()).isEqualTo(401);

        Answer login = post(server, "/api/session", "{\"token\":\"" + READ + "\"}");
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.body()).isEqualTo("{\"role\":\"read\"}");
        assertThat(login.head())
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict", "Path=/")
                .doesNotContain(READ);
        String cookie = login.head().replaceAll("(?s).*(alize_session_[0-9]+=[^;]+);.*", "$1");
        assertThat(get(server, "/api/state", "Cookie", cookie).body()).contains("\"role\":\"read\"");
        assertThat(post(server, "/control", "{}", "Cookie", cookie).status()).isEqualTo(403);
        assertThat(post(server, "/api/incidents/inc-1", "{}", "Cookie", cookie).body())
                .isEqualTo("{\"error\":\"role: got read, expected mitigate\"}");

        Talk.send(server.address().port(), "DELETE", "/api/session", map("Cookie", cookie), "");
        assertThat(get(server, "/api/state", "Cookie", cookie).status()).isEqualTo(401);
        assertThat(backend.done).isEmpty();
    }

    @Test
    void scriptsShowTheirTokenEachTime() throws IOException {
        ConsoleServer server = start(true);

        assertThat(post(server, "/control", "{\"command\":\"resume\"}", "Authorization", "Bearer " + MITIGATE)
                        .status())
                .isEqualTo(202);
        assertThat(post(server, "/control", "{}", "Authorization", "Bearer " + READ)
                        .status())
                .isEqualTo(403);
        for (String wrong : List.of("Bearer wrong", "Basic " + MITIGATE)) {
            assertThat(get(server, "/api/state", "Authorization", wrong).status())
                    .isEqualTo(401);
        }
        assertThat(backend.done).containsExactly("resume by on-call");
    }

    @Test
    void wrongTokensAreAnsweredMoreAndMoreSlowly() {
        long[] now = {0};
        WrongTokens wrong = new WrongTokens(() -> now[0]);

        assertThat(List.of(wrong.delay(), wrong.delay(), wrong.delay())).containsOnly(0L);
        assertThat(List.of(wrong.delay(), wrong.delay(), wrong.delay())).containsExactly(250L, 500L, 1_000L);
        for (int i = 0; i < 100; i++) {
            assertThat(wrong.delay()).isBetween(1_000L, 5_000L);
        }
        now[0] += 61_000;
        assertThat(wrong.delay()).isZero();
    }

    @Test
    void loginsEndWhenTheyAreIdleOrTooMany() {
        long[] now = {0};
        Logins logins = new Logins(() -> now[0], shown -> true);
        Tokens.Shown token = shown();
        String first = logins.open(token);
        now[0] += Logins.IDLE.toMillis() - 1;
        assertThat(logins.use(first)).isPresent();
        now[0] += Logins.IDLE.toMillis() + 1;
        assertThat(logins.use(first)).isEmpty();

        String kept = logins.open(token);
        for (int i = 0; i < 2_000; i++) {
            logins.use(kept);
            logins.open(token);
        }
        assertThat(logins.size()).isEqualTo(1_000);
        assertThat(logins.use(kept)).isPresent();
    }

    private static Tokens.Shown shown() {
        return new Tokens.Shown(Caller.ANYBODY, ByteBuffer.wrap(new byte[32]));
    }

    @Test
    void loginsEndAfterADayAndWithTheirToken() {
        long[] now = {0};
        boolean[] isStill = {true};
        Logins logins = new Logins(() -> now[0], shown -> isStill[0]);
        String busy = logins.open(shown());
        String watched = logins.open(shown());
        for (int hour = 0; hour < 24; hour++) {
            now[0] += Duration.ofHours(1).toMillis();
            assertThat(logins.use(busy)).isPresent();
            assertThat(logins.isOpen(watched)).as("looked at only").isEqualTo(hour < 8);
        }
        now[0]++;
        assertThat(logins.use(busy)).isEmpty();

        String revoked = logins.open(shown());
        isStill[0] = false;
        assertThat(logins.use(revoked)).isEmpty();
        isStill[0] = true;
        assertThat(logins.isOpen(revoked)).isFalse();
    }

    @Test
    void aTokenThatWasReplacedLetsNobodyInAnyMore(@TempDir Path directory) throws IOException {
        AtomicLong looks = new AtomicLong();
        Path file = java.nio.file.Files.writeString(directory.resolve("token"), "the first token of all");
        ConsoleServer server = ConsoleServer.start(
                ListenAddress.parse("127.0.0.1:0"),
                Tokens.of(
                        new ConsoleSettings(List.of(
                                new ConsoleToken("on-call", ConsoleToken.Role.READ, new SecretReference.InFile(file)))),
                        new Environment(Map.of(), () -> Instant.EPOCH.plusSeconds(looks.incrementAndGet()))),
                backend);
        servers.add(server);
        Answer login = post(server, "/api/session", "{\"token\":\"the first token of all\"}");
        String cookie = login.head().replaceAll("(?s).*(alize_session_[0-9]+=[^;]+);.*", "$1");
        assertThat(get(server, "/api/state", "Cookie", cookie).status()).isEqualTo(200);

        java.nio.file.Files.writeString(file, "the second token of them all");
        looks.addAndGet(3_600);
        assertThat(get(server, "/api/state", "Cookie", cookie).status()).isEqualTo(401);
    }

    @Test
    void withoutTokensNobodyComesThroughAProxy() throws IOException {
        ConsoleServer open = start(false);
        ConsoleServer closed = start(true);
        for (String header : List.of("Forwarded", "X-Forwarded-For", "x-forwarded-host", "X-Real-IP", "Via")) {
            Answer refused = get(open, "/api/state", header, "10.0.0.1");
            assertThat(refused.status()).as(header).isEqualTo(403);
            assertThat(refused.body()).contains("console.tokens");
            assertThat(get(closed, "/api/session", header, "10.0.0.1").status())
                    .as(header)
                    .isEqualTo(200);
        }
    }

    @Test
    void badBodiesAreRefused() throws IOException {
        ConsoleServer server = start(false);

        assertThat(post(server, "/control", "a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
        assertThat(Talk.send(server.address().port(), "POST", "/control", map(), "{}")
                        .status())
                .isEqualTo(415);
        for (String body : List.of("{", "[]", "", "{} {}", "{\"a\":1,\"a\":2}")) {
            assertThat(post(server, "/control", body).status()).as(body).isEqualTo(400);
        }
        assertThat(post(server, "/control", "x", "Content-Length", "70000").status())
                .isEqualTo(413);
        assertThat(post(server, "/control", "x", "Content-Length", "99999999999")
                        .status())
                .isIn(400, 413);
        String chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
        assertThat(post(server, "/control", chunk + chunk, "Transfer-Encoding", "chunked", "Content-Length", "0")
                        .status())
                .isIn(400, 413);
        assertThat(backend.done).isEmpty();
    }

    @Test
    void answersClearlyWhatItDoesNotKnow() throws IOException {
        ConsoleServer server = start(false);

        assertThat(get(server, "/api/incidents/inc-2").body())
                .isEqualTo("{\"error\":\"no incident 'inc-2'; the last one is 'inc-1'\"}");
        assertThat(get(server, "/api/incidents/inc%2D1").status()).isEqualTo(200);
        assertThat(get(server, "/api/requests").status()).isEqualTo(400);
        assertThat(get(server, "/api/requests?id=%zz").status()).isEqualTo(400);
        assertThat(get(server, "/api/requests?id=" + "a".repeat(600)).status()).isEqualTo(400);
        assertThat(Talk.send(server.address().port(), "PUT", "/control", map(), "")
                        .head())
                .contains("405")
                .contains("Allow: POST");
        assertThat(post(server, "/api/state", "{}").status()).isEqualTo(405);
        Answer broken = post(server, "/control", "{\"command\":\"break\"}");
        assertThat(broken.status()).isEqualTo(503);
        assertThat(broken.body()).contains("IllegalStateException").doesNotContain("on purpose");
    }

    @Test
    void tellsTheWholeStateAndThenOnlyWhatChanged() throws IOException {
        ConsoleServer server = start(false);
        try (Talk.Events events = new Talk.Events(server.address().port(), "")) {
            assertThat(events.next())
                    .contains("\"number\":1")
                    .contains("\"same\":\"always\"")
                    .contains("\"role\":\"mitigate\"");
            assertThat(server.clients()).isEqualTo(1);
            backend.number = 2;
            assertThat(events.next())
                    .contains("\"number\":2")
                    .doesNotContain("same")
                    .doesNotContain("role");
        }
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.clients() == 0);
    }

    @Test
    void theNumberOfReadersIsBounded() throws IOException {
        ConsoleServer server = start(false);
        List<Talk.Events> open = new ArrayList<>();
        try {
            for (int i = 0; i < Streams.MOST; i++) {
                Talk.Events events = new Talk.Events(server.address().port(), "");
                open.add(events);
                events.next();
            }
            assertThat(get(server, "/api/events").status()).isEqualTo(503);
            assertThat(get(server, "/api/state").status()).isEqualTo(200);
        } finally {
            for (Talk.Events events : open) {
                events.close();
            }
        }
    }

    @Test
    void aSearchEndsWithItsClientAndOnlyTwoRunAtOnce() throws Exception {
        ConsoleServer server = start(false);
        Thread one = Thread.ofVirtual().start(() -> get(server, "/api/requests?id=long"));
        assertThat(backend.searching.await(10, java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        try (var socket = new java.net.Socket("127.0.0.1", server.address().port())) {
            socket.getOutputStream()
                    .write("GET /api/requests?id=long HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> get(server, "/api/requests?id=short").status() == 503);
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> backend.cut.get() == 1);
        assertThat(get(server, "/api/requests?id=short").status()).isEqualTo(200);
        server.close();
        one.join();
    }

    @Test
    void closesWithinASecondWhateverIsOpen() throws Exception {
        ConsoleServer server = start(false);
        try (Talk.Events events = new Talk.Events(server.address().port(), "")) {
            events.next();
            Thread.ofVirtual().start(() -> {
                try {
                    get(server, "/api/requests?id=long");
                } catch (RuntimeException e) {
                    // The server went away.
                }
            });
            assertThat(backend.searching.await(10, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            long begun = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            assertThatThrownBy(() -> get(server, "/")).isInstanceOf(RuntimeException.class);
        }
    }
}
