package dev.alize.alerts.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.alerts.AlertEvent;
import dev.alize.alerts.AlertTest;
import dev.alize.alerts.Delivery;
import dev.alize.alerts.Letter;
import dev.alize.alerts.Samples;
import dev.alize.config.AlertChannel;
import dev.alize.config.Environment;
import dev.alize.config.ReceiverSettings;
import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.config.SecretReference;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.Incident;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("NullAway.Init") // set by start
class CouriersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:20:00Z");
    private static final String KEY = "a key of the signature";
    private static final String TOKEN = "T0KEN";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Incident incident = Samples.incident("inc-1");
    private Hook hook;

    @BeforeEach
    void start() throws IOException {
        hook = Hook.start(Hook.status(200));
    }

    @AfterEach
    void stop() {
        hook.close();
        timer.shutdownNow();
    }

    private static ReceiverSettings receiver(AlertChannel channel) {
        return new ReceiverSettings("team", Severity.P4, Audience.INTERNAL, channel);
    }

    private Delivery delivered(Letter letter, AlertChannel channel) throws InterruptedException {
        return delivered(letter, channel, Duration.ofSeconds(20));
    }

    private Delivery delivered(Letter letter, AlertChannel channel, Duration timeout) throws InterruptedException {
        var environment = new Environment(Map.of("SECRET_URL", "not a url " + TOKEN), InstantSource.fixed(NOW));
        BlockingQueue<Delivery> done = new LinkedBlockingQueue<>();
        try (Couriers couriers = new Couriers(Samples.settings(timeout, receiver(channel)), environment, timer)) {
            couriers.carry(letter, done::add);
            Delivery delivery = done.poll(25, TimeUnit.SECONDS);
            assertThat(delivery).isNotNull();
            return delivery;
        }
    }

    private Letter letter() {
        return Samples.letter(Audience.INTERNAL, Samples.event(incident, "P2: half of the calls fail"));
    }

    private AlertChannel slack() {
        return new AlertChannel.Slack(
                new SecretReference.Given(hook.url("/services/" + TOKEN).toString()));
    }

    private AlertChannel webhook(URI url) {
        return new AlertChannel.Webhook(url, null, new SecretReference.Given(KEY));
    }

    private String why() throws InterruptedException {
        return failure().why();
    }

    private Delivery.Failed failure() throws InterruptedException {
        Delivery delivery = delivered(letter(), slack());
        assertThat(delivery).isInstanceOf(Delivery.Failed.class);
        Delivery.Failed failed = (Delivery.Failed) delivery;
        assertThat(failed.why()).doesNotContain(TOKEN, "services", "localhost");
        return failed;
    }

    private JsonNode body() throws IOException {
        return new ObjectMapper().readTree(hook.got().getLast().body());
    }

    @Test
    void slackGetsATextAndBlocks() throws Exception {
        Incident sly = Incident.newBuilder(incident).setTitle("<!channel> & co").build();
        Letter letter = Samples.letter(Audience.INTERNAL, Samples.event(sly, "x"));
        assertThat(delivered(letter, slack())).isInstanceOf(Delivery.Taken.class);
        assertThat(hook.got().getLast().path()).isEqualTo("/services/" + TOKEN);
        JsonNode body = body();
        assertThat(body.get("text").asText()).isEqualTo(":red_circle: P2 INCIDENT: &lt;!channel&gt; &amp; co");
        assertThat(body.get("blocks").get(0).at("/text/type").asText()).isEqualTo("plain_text");
        assertThat(body.get("blocks").get(1).at("/text/text").asText())
                .contains("*Status*: INVESTIGATING", "*IC*: nobody yet", "```alize control force-fallback on large");
        assertThat(body.get("blocks"))
                .allSatisfy(block -> assertThat(block.at("/text/text").asText()).hasSizeLessThan(3_000));
    }

    @Test
    void aWebhookGetsSignedJsonThatIsTheSameWhenItIsRepeated() throws Exception {
        assertThat(delivered(letter(), webhook(hook.url("/in?team=1")))).isInstanceOf(Delivery.Taken.class);
        assertThat(delivered(letter(), webhook(hook.url("/in?team=1")))).isInstanceOf(Delivery.Taken.class);
        Hook.Got got = hook.got().getFirst();
        assertThat(got.body()).isEqualTo(hook.got().get(1).body());
        assertThat(got.path()).isEqualTo("/in?team=1");
        assertThat(got.headers()).containsEntry("Alize-Event-Id", "inc-1/1");

        String time = got.headers().get("Alize-Timestamp");
        assertThat(time).isEqualTo(Long.toString(NOW.getEpochSecond()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = time + "." + new String(got.body(), StandardCharsets.UTF_8);
        assertThat(got.headers())
                .containsEntry(
                        "Alize-Signature",
                        "v1=" + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));

        JsonNode body = body();
        assertThat(body.get("schema").asText()).isEqualTo("alize.alert/1");
        assertThat(body.get("type").asText()).isEqualTo("update");
        assertThat(body.get("events").get(0).get("id").asText()).isEqualTo("inc-1/1");
        assertThat(body.at("/events/0/incident/targets/0").asText()).isEqualTo("large");
        assertThat(body.at("/events/0/incident/advice/0/command").asText()).startsWith("alize control");
    }

    @Test
    void anExternalWebhookHasNothingOfTheInside() throws Exception {
        Letter letter = Samples.letter(Audience.EXTERNAL, Samples.event(incident, "P2: at large"));
        assertThat(delivered(letter, webhook(hook.url("/in")))).isInstanceOf(Delivery.Taken.class);
        assertThat(new String(hook.got().getLast().body(), StandardCharsets.UTF_8))
                .contains("investigating", "AI Feature Degradation")
                .doesNotContain("large", "mistral", "alize control", "server");
    }

    @Test
    void pagerDutyGetsAnAlertForEachIncident() throws Exception {
        AlertChannel pager = new AlertChannel.PagerDuty(hook.url("/v2/enqueue"), new SecretReference.Given("routing"));
        delivered(letter(), pager);
        JsonNode body = body();
        assertThat(body.get("routing_key").asText()).isEqualTo("routing");
        assertThat(body.get("event_action").asText()).isEqualTo("trigger");
        assertThat(body.get("dedup_key").asText()).isEqualTo("inc-1");
        assertThat(body.at("/payload/severity").asText()).isEqualTo("error");
        assertThat(body.at("/payload/source").asText()).isEqualTo("alize");
        assertThat(body.at("/payload/custom_details/events/0").asText()).isEqualTo("inc-1/1");

        Incident acked = Samples.next(incident, "ack: Acknowledged", one -> one.setAcked(true));
        assertThat(paged(Samples.quiet(acked))).containsExactly("acknowledge inc-1");
        assertThat(paged(Samples.event(Samples.resolved(acked), "x"))).containsExactly("resolve inc-1");
    }

    /** What PagerDuty is asked to do by one letter: action and alert. */
    private List<String> paged(AlertEvent... events) throws IOException, InterruptedException {
        int before = hook.got().size();
        AlertChannel pager = new AlertChannel.PagerDuty(hook.url("/v2/enqueue"), new SecretReference.Given("routing"));
        assertThat(delivered(Samples.letter(Audience.INTERNAL, events), pager)).isInstanceOf(Delivery.Taken.class);
        List<String> asked = new ArrayList<>();
        for (Hook.Got got : hook.got().subList(before, hook.got().size())) {
            JsonNode one = new ObjectMapper().readTree(got.body());
            asked.add(one.get("event_action").asText() + " "
                    + one.get("dedup_key").asText());
        }
        return asked;
    }

    @Test
    void whatHasToRingAgainIsAnAlertOfItsOwnAtPagerDutyAndEndsWithTheIncident() throws Exception {
        assertThat(paged(Samples.overdue(incident))).containsExactly("trigger inc-1/overdue/P2/1");
        assertThat(paged(Samples.quiet(incident, "inc-1/overdue/P2/1"))).containsExactly("trigger inc-1/overdue/P2/1");
        assertThat(paged(Samples.quiet(Samples.resolved(incident), "inc-1/overdue/P2/1", "inc-1/4")))
                .containsExactly("resolve inc-1", "resolve inc-1/overdue/P2/1", "resolve inc-1/4");
    }

    @Test
    void pagerDutyIsToldOfAnAcknowledgedIncidentBeforeItIsAcknowledgedThere() throws Exception {
        Incident acked =
                Incident.newBuilder(incident).setAcked(true).setRevision(2).build();
        assertThat(paged(Samples.event(acked, "x"))).containsExactly("trigger inc-1", "acknowledge inc-1");
        assertThat(paged(Samples.event(incident, "x"), Samples.quiet(acked)))
                .containsExactly("trigger inc-1", "acknowledge inc-1");
    }

    @Test
    void failuresSayWhatTheyMeanForTheNextAttempt() throws Exception {
        hook.answer(Hook.status(503, "Retry-After", "120"));
        assertThat(failure())
                .isEqualTo(new Delivery.Failed(
                        Delivery.Kind.PASSING, "it answered with status 503", Duration.ofMinutes(2)));
        hook.answer(Hook.status(429, "Retry-After", "Sun, 22 Nov 2026 03:21:00 GMT"));
        assertThat(failure().retryAfter()).isEqualTo(Duration.ofMinutes(1));
        hook.answer(Hook.status(404));
        assertThat(failure()).isEqualTo(Delivery.Failed.lasting("it answered with status 404"));
        hook.answer(Hook.status(400));
        assertThat(failure().kind()).isEqualTo(Delivery.Kind.REFUSED);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        hook.answer(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            return 302;
        });
        assertThat(why()).isEqualTo("it answered with status 302, a redirect, which is not followed");
        assertThat(hook.got()).hasSize(1);
    }

    @Test
    void aReceiverThatHangsIsLeftAlone() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        hook.answer(exchange -> {
            end.await();
            return 0;
        });
        assertThat(delivered(letter(), slack(), Duration.ofSeconds(1)))
                .isEqualTo(Delivery.Failed.passing("it gave no answer within 1000 ms"));
        end.countDown();
    }

    @Test
    void anAnswerThatNeverEndsIsAnAnswer() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        hook.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[] {'x'});
            exchange.getResponseBody().flush();
            end.await();
            return 0;
        });
        assertThat(delivered(letter(), slack())).isInstanceOf(Delivery.Taken.class);
        end.countDown();
    }

    /** What answers in a language of its own, whatever it is asked. */
    private Delivery answeredWithGarbage(String scheme) throws IOException, InterruptedException {
        try (ServerSocket garbage = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = garbage.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("no http at all\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // The test is over.
                }
            });
            URI url = URI.create(scheme + "://localhost:" + garbage.getLocalPort() + "/" + TOKEN);
            return delivered(letter(), webhook(url));
        }
    }

    @Test
    void garbageAndClosedPortsAreFailures() throws Exception {
        assertThat(answeredWithGarbage("http").toString())
                .contains("the connection failed or broke")
                .doesNotContain(TOKEN);
        assertThat(answeredWithGarbage("https").toString())
                .contains("the TLS handshake failed")
                .doesNotContain(TOKEN);
        URI closed = hook.url("/" + TOKEN);
        hook.close();
        assertThat(delivered(letter(), webhook(closed)).toString())
                .contains("the connection failed or broke")
                .doesNotContain(TOKEN);
    }

    @Test
    void aMessageThatCannotBeMadeHoldsUpNoOther() throws Exception {
        Letter unfit = Samples.letter(Audience.INTERNAL, Samples.event(Samples.incident("inc\r\nX: 1"), "x"));
        assertThat(delivered(unfit, webhook(hook.url("/"))))
                .isEqualTo(new Delivery.Failed(
                        Delivery.Kind.REFUSED, "it could not be sent (IllegalArgumentException)", null));
        assertThat(hook.got()).isEmpty();
    }

    @Test
    void secretsThatCannotBeUsedAreNamedAndNotShown() throws Exception {
        assertThat(delivered(letter(), new AlertChannel.Slack(new SecretReference.Variable("NO_SUCH_URL"))))
                .isEqualTo(Delivery.Failed.lasting(
                        "env NO_SUCH_URL: the environment variable is not set or empty; expected a secret"));
        assertThat(delivered(letter(), new AlertChannel.Slack(new SecretReference.Variable("SECRET_URL"))))
                .isEqualTo(Delivery.Failed.lasting("env SECRET_URL holds no http or https URL"));
        var weak = new AlertChannel.Webhook(hook.url("/"), null, new SecretReference.Given("short"));
        assertThat(delivered(letter(), weak).toString()).contains("less than 16 characters");
        assertThat(hook.got()).isEmpty();
    }

    @Test
    void aTestSaysThatItIsOne() throws Exception {
        ReceiverSettings one = receiver(slack());
        try (Couriers couriers = new Couriers(Samples.settings(one), Environment.ofProcess(), timer)) {
            List<AlertTest.Result> results = AlertTest.send(List.of(one), couriers, NOW);
            assertThat(results)
                    .singleElement()
                    .satisfies(result -> assertThat(result.delivery()).isInstanceOf(Delivery.Taken.class));
        }
        assertThat(body().get("text").asText()).isEqualTo("TEST: Alizé alerts");
    }
}
