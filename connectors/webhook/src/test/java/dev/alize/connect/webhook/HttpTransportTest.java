package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JksOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real sockets of this machine, under names that only the test's lookup knows. */
class HttpTransportTest {
    private static final String HOST = "hooks.example.com";

    private final VertxLoop loop = new VertxLoop();
    private final VertxLoop receiving = new VertxLoop();
    private final List<Map<String, String>> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final Map<String, List<String>> names = new HashMap<>(Map.of(HOST, List.of("127.0.0.1")));

    @AfterEach
    void close() {
        loop.close();
        receiving.close();
    }

    private InetAddress[] lookup(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        if (!names.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : names.get(host)) {
            addresses.add(InetAddress.getByName(address));
        }
        return addresses.toArray(InetAddress[]::new);
    }

    private int server(HttpServerOptions options, Consumer<HttpServerRequest> answer) {
        HttpServer server =
                receiving.vertx().createHttpServer(options.setHost("127.0.0.1").setPort(0));
        server.requestHandler(request -> request.body().onSuccess(body -> {
            Map<String, String> seen = new HashMap<>();
            request.headers().forEach(header -> seen.put(header.getKey(), header.getValue()));
            seen.put("authority", String.valueOf(request.authority()));
            seen.put("body", body.toString());
            seen.put("uri", request.uri());
            seen.put("sni", String.valueOf(request.connection().indicatedServerName()));
            received.add(seen);
            answer.accept(request);
        }));
        return server.listen().toCompletionStage().toCompletableFuture().join().actualPort();
    }

    private Attempted attempt(Receiver receiver, String... settings) throws InterruptedException {
        Map<String, String> given = SettingsTest.good(settings);
        given.putIfAbsent(Settings.TIMEOUT, "10000");
        HttpTransport transport = new HttpTransport(Settings.of(given), loop, this::lookup);
        BlockingQueue<Attempted> ended = new LinkedBlockingQueue<>();
        Delivery delivery = Deliveries.to(receiver, 1);
        delivery.attempted();
        loop.execute(() -> transport.attempt(delivery, ended::add));
        Attempted attempted = ended.poll(30, TimeUnit.SECONDS);
        assertThat(attempted).isNotNull();
        return Objects.requireNonNull(attempted);
    }

    private static Receiver plain(int port) {
        return new Receiver(false, HOST, port, "/in?x=1");
    }

    private static Consumer<HttpServerRequest> status(int status) {
        return request -> request.response().setStatusCode(status).end("ok");
    }

    @Test
    void postsTheEventToTheCheckedAddressUnderTheHostsName() throws InterruptedException {
        int port = server(new HttpServerOptions(), status(204));
        assertThat(attempt(plain(port), Settings.PRIVATE, "true")).isEqualTo(new Attempted.Delivered());
        assertThat(received.getFirst())
                .containsEntry("authority", HOST + ":" + port)
                .containsEntry("uri", "/in?x=1")
                .containsEntry("body", "{}")
                .containsEntry("content-type", "application/json")
                .containsEntry("alize-event-id", "evt_1")
                .containsEntry("alize-attempt", "1");
        assertThat(received.getFirst().get("alize-signature")).matches("t=\\d+,v1=[0-9a-f]{64}");
        assertThat(lookups).hasValue(1);
    }

    @Test
    void anAddressThatIsNotPublicIsNotCalled() throws InterruptedException {
        int port = server(new HttpServerOptions(), status(200));
        names.put(HOST, List.of("8.8.8.8", "127.0.0.1"));
        assertThat(attempt(plain(port)))
                .isEqualTo(new Attempted.Refused("an address of hooks.example.com is loopback, expected public ones"));
        names.put(HOST, List.of("::ffff:127.0.0.1"));
        assertThat(attempt(plain(port))).isInstanceOf(Attempted.Refused.class);
        assertThat(received).isEmpty();
    }

    @Test
    void aRedirectIsAFailureAndNotFollowed() throws InterruptedException {
        int port = server(
                new HttpServerOptions(),
                request -> request.response()
                        .setStatusCode(307)
                        .putHeader("location", "http://127.0.0.1/admin")
                        .end());
        assertThat(attempt(plain(port), Settings.PRIVATE, "true"))
                .isEqualTo(new Attempted.Refused("got status 307, a redirect, and those are not followed"));
        assertThat(received).hasSize(1);
    }

    @Test
    void whatDoesNotAnswerInTimeIsTriedAgain() throws InterruptedException {
        int port = server(new HttpServerOptions(), request -> {});
        assertThat(attempt(plain(port), Settings.PRIVATE, "true", Settings.TIMEOUT, "1000"))
                .isEqualTo(new Attempted.Failed("no answer within 1000 ms", Duration.ZERO));
    }

    @Test
    void whatDoesNotListenOrHasNoAddressIsTriedAgain() throws InterruptedException {
        assertThat(attempt(plain(1), Settings.PRIVATE, "true")).isInstanceOf(Attempted.Failed.class);
        names.clear();
        assertThat(attempt(plain(80)))
                .isEqualTo(new Attempted.Failed("no address is known for hooks.example.com", Duration.ZERO));
    }

    @Test
    void anEndlessAnswerCountsByItsStatus() throws InterruptedException {
        int port = server(new HttpServerOptions(), request -> {
            request.response().setChunked(true);
            receiving.vertx().setPeriodic(5, id -> {
                if (!request.response().closed()) {
                    request.response().write("x".repeat(50_000));
                }
            });
        });
        assertThat(attempt(plain(port), Settings.PRIVATE, "true")).isEqualTo(new Attempted.Delivered());
        int dripping = server(
                new HttpServerOptions(),
                request -> request.response().setChunked(true).write("x"));
        assertThat(attempt(plain(dripping), Settings.PRIVATE, "true", Settings.TIMEOUT, "1000"))
                .isEqualTo(new Attempted.Delivered());
    }

    @Test
    void aCertificateMustBeTrustedAndBeForTheHost(@TempDir Path directory) throws Exception {
        keytool(directory, "-genkeypair -alias a -keyalg EC -dname CN=hooks -ext SAN=dns:" + HOST);
        keytool(directory, "-exportcert -alias a -rfc -file ca.pem");
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setSni(true)
                .setKeyCertOptions(new JksOptions()
                        .setPath(directory.resolve("keys.p12").toString())
                        .setPassword("changeit"));
        int port = server(options, status(200));
        Receiver to = new Receiver(true, HOST, port, "/");
        String ca = directory.resolve("ca.pem").toString();

        assertThat(attempt(to, Settings.PRIVATE, "true", Settings.CA, ca)).isEqualTo(new Attempted.Delivered());
        assertThat(received.getFirst()).containsEntry("sni", HOST);

        assertThat(attempt(to, Settings.PRIVATE, "true")).satisfies(HttpTransportTest::isTls);
        names.put("other.example.com", List.of("127.0.0.1"));
        Receiver other = new Receiver(true, "other.example.com", port, "/");
        assertThat(attempt(other, Settings.PRIVATE, "true", Settings.CA, ca)).satisfies(HttpTransportTest::isTls);
        assertThat(received).hasSize(1);
    }

    private static void isTls(Attempted attempted) {
        assertThat(attempted)
                .isInstanceOfSatisfying(
                        Attempted.Failed.class,
                        failed -> assertThat(failed.reason()).startsWith("TLS failed"));
    }

    private static void keytool(Path directory, String arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments.split(" ")));
        command.addAll(List.of("-keystore", "keys.p12", "-storetype", "PKCS12", "-storepass", "changeit"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
