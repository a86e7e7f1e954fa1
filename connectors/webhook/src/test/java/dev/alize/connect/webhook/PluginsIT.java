package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.connect.webhook.Receiving.Posted;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Message;
import dev.alize.schemas.Metadata;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import dev.alize.schemas.serde.AvroDeserializer;
import dev.alize.schemas.serde.AvroSerializer;
import dev.alize.testing.ConnectRest;
import dev.alize.testing.Stack;
import dev.alize.testing.Worker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Converter and webhook sink in a distributed worker, as a user installs them; the tests follow each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PluginsIT {
    private static final String TOPIC = "llm.responses";
    private static final String LETTERS = "webhook-dead-letters";
    private static final String NAME = "webhooks";
    private static final String SECRET = "0123456789abcdef01234567";
    private static final String TEXT = "Le texte confidentiel";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static Stack stack;
    private static Worker worker;
    private static Receiving receiver;
    private static KafkaProducer<String, CompletionResponse> producer;

    @BeforeAll
    static void start() throws Exception {
        receiver = new Receiving();
        stack = Stack.start(directory.resolve("stack"));
        worker =
                Worker.start(directory.resolve("worker"), stack, Worker.plugins("avro-converter", "webhook"), Map.of());
        AvroSerializer<CompletionResponse> serializer = new AvroSerializer<>();
        serializer.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()), new StringSerializer(), serializer);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable one : new AutoCloseable[] {producer, worker, stack, receiver}) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Map<String, String> config() {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "dev.alize.connect.webhook.AlizeWebhookSink",
                "tasks.max", "2",
                "topics", TOPIC,
                "value.converter", "dev.alize.connect.avro.AlizeAvroConverter",
                "value.converter.schema.registry.url", stack.registryUrl(),
                "errors.tolerance", "all",
                "errors.deadletterqueue.topic.name", LETTERS,
                "errors.deadletterqueue.topic.replication.factor", "1",
                "errors.deadletterqueue.context.headers.enable", "true"));
        config.putAll(Map.of(
                Settings.HOSTS, "127.0.0.1",
                Settings.PORTS, Integer.toString(receiver.port()),
                Settings.HTTP, "true",
                Settings.PRIVATE, "true",
                Settings.SECRETS, SECRET,
                Settings.BACKOFF, "100",
                Settings.BACKOFF_MAX, "500"));
        return config;
    }

    private static void respond(int number, String url) {
        Message message =
                Message.newBuilder().setRole("assistant").setContent(TEXT).build();
        CompletionResponse response = CompletionResponse.newBuilder()
                .setRequestId("r-" + number)
                .setTenant("acme")
                .setStatus(Status.COMPLETED)
                .setChoices(List.of(
                        Choice.newBuilder().setIndex(0).setMessage(message).build()))
                .setTimes(Times.newBuilder()
                        .setRequestedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                        .build())
                .setMetadata(url.isEmpty() ? Map.of() : Map.of(Metadata.CALLBACK_URL, url, "order", "o-" + number))
                .build();
        producer.send(new ProducerRecord<>(TOPIC, response.getRequestId(), response));
    }

    private static void respond(int from, int to, String url) {
        for (int number = from; number < to; number++) {
            respond(number, url);
        }
        producer.flush();
    }

    @Test
    @Order(1)
    void theWorkerListsThePluginsWithTheirVersion() throws Exception {
        Map<String, String> found = new HashMap<>();
        for (JsonNode plugin : worker.rest().plugins()) {
            found.put(
                    plugin.path("class").asText(),
                    plugin.path("type").asText() + " " + plugin.path("version").asText());
        }
        assertThat(found)
                .containsEntry("dev.alize.connect.webhook.AlizeWebhookSink", "sink 0.1.0-SNAPSHOT")
                .containsEntry("dev.alize.connect.avro.AlizeAvroConverter", "converter 0.1.0-SNAPSHOT");
    }

    @Test
    @Order(2)
    void theWorkerSaysWhatIsWrongWithAConfiguration() throws Exception {
        ConnectRest rest = worker.rest();
        assertThat(rest.validate(config())).isEmpty();
        Map<String, String> bad = config();
        bad.put(Settings.HOSTS, "https://127.0.0.1/x");
        bad.put(Settings.SECRETS, "short");
        bad.put(Settings.TIMEOUT, "soon");
        bad.put("value.converter.schema.registry.url", "nowhere");
        Map<String, List<String>> problems = rest.validate(bad);
        assertThat(problems)
                .containsOnlyKeys(
                        Settings.HOSTS, Settings.SECRETS, Settings.TIMEOUT, "value.converter.schema.registry.url");
        assertThat(problems.get(Settings.SECRETS)).first().asString().doesNotContain("short");

        ConnectRest.Answer refused = rest.tryPut("bad", bad);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("message").asText()).contains(Settings.HOSTS, "hooks.example.com");
    }

    @Test
    @Order(3)
    void responsesArePostedSigned() throws Exception {
        worker.rest().put(NAME, config());
        worker.rest().awaitRunning(NAME, 2);
        respond(0, 50, receiver.url("/in"));
        respond(1_000, 1_020, "");
        await().atMost(PATIENCE).until(() -> receiver.taken().size() == 50);

        Posted one = receiver.posted().getFirst();
        JsonNode body = new ObjectMapper().readTree(one.body());
        assertThat(body.path("event_id").asText()).isEqualTo(one.event());
        assertThat(body.path("status").asText()).isEqualTo("completed");
        assertThat(body.at("/body/choices/0/message/content").asText()).isEqualTo(TEXT);
        assertThat(body.at("/metadata").properties()).hasSize(1);
        long time = Long.parseLong(one.signature().substring(2, one.signature().indexOf(',')));
        assertThat(new Signer(List.of(SECRET), false)
                        .sign("acme", time, one.body().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(one.signature());
        assertThat(receiver.posted()).hasSize(50);
    }

    @Test
    @Order(4)
    void whatCannotBePostedIsADeadLetterWithItsReason() {
        receiver.answer("/gone", 410);
        receiver.answer("/moved", 302);
        respond(100, "http://169.254.169.254/latest/meta-data");
        respond(101, receiver.url("/gone"));
        respond(102, receiver.url("/moved"));
        respond(103, receiver.url("/in"));
        producer.flush();
        Map<String, String> reasons = letters(3);
        assertThat(reasons.get("r-100")).contains("host 169.254.169.254 is not one of webhook.hosts");
        assertThat(reasons.get("r-101")).endsWith("attempt 1: got status 410");
        assertThat(reasons.get("r-102")).contains("got status 302, a redirect");
        await().atMost(PATIENCE).until(() -> receiver.taken().size() == 51);
    }

    /** Reason by request; the value is the response as it was. */
    private static Map<String, String> letters(int expected) {
        AvroDeserializer<CompletionResponse> values = new AvroDeserializer<>(CompletionResponse.class);
        values.configure(Map.of("schema.registry.url", stack.registryUrl()), false);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", stack.bootstrapServers(), "group.id", "letters", "auto.offset.reset", "earliest");
        Map<String, String> reasons = new HashMap<>();
        try (values;
                KafkaConsumer<String, byte[]> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(LETTERS));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (reasons.size() < expected && System.nanoTime() - end < 0) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    byte[] reason = record.headers()
                            .lastHeader("__connect.errors.exception.message")
                            .value();
                    assertThat(values.deserialize(LETTERS, record.headers(), record.value()))
                            .isNotNull()
                            .extracting(CompletionResponse::getRequestId)
                            .isEqualTo(record.key());
                    reasons.put(record.key(), new String(reason, StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(reasons).hasSize(expected);
        return reasons;
    }

    @Test
    @Order(5)
    void afterAKillEventsAreRepeatedAndNoneIsLost() throws Exception {
        int before = receiver.posted().size();
        receiver.answer("/down", 503);
        for (int number = 200; number < 300; number++) {
            respond(number, receiver.url(number % 10 == 0 ? "/down" : "/in"));
        }
        producer.flush();
        await().atMost(PATIENCE).until(() -> receiver.taken().size() == 51 + 90);
        worker.kill();
        receiver.answer("/down", 200);
        respond(300, 320, receiver.url("/in"));
        worker.restart();
        worker.rest().awaitRunning(NAME, 2);
        await().atMost(PATIENCE).until(() -> receiver.taken().size() == 51 + 100 + 20);

        Map<String, List<Posted>> repeated =
                new ArrayList<>(receiver.posted()).stream().skip(before).collect(Collectors.groupingBy(Posted::event));
        assertThat(repeated).hasSize(120);
        assertThat(repeated.values())
                .anySatisfy(same -> assertThat(
                                same.stream().filter(one -> one.path().equals("/in")))
                        .hasSizeGreaterThan(1));
        assertThat(repeated.values())
                .allSatisfy(same ->
                        assertThat(same.stream().map(Posted::body).distinct()).hasSize(1));
    }

    @Test
    @Order(6)
    void aRestartInOrderRepeatsNothing() throws Exception {
        int before = receiver.posted().size();
        await().atMost(PATIENCE).until(PluginsIT::isCommitted);
        worker.restart();
        worker.rest().awaitRunning(NAME, 2);
        respond(400, receiver.url("/in"));
        producer.flush();
        await().atMost(PATIENCE).until(() -> receiver.taken().size() == 51 + 100 + 20 + 1);
        assertThat(receiver.posted()).hasSize(before + 1);
    }

    /** Every record read is committed: the consumer's lag is none. */
    private static boolean isCommitted() throws InterruptedException {
        long committed = 0;
        for (JsonNode offset : worker.rest().offsets(NAME).path("offsets")) {
            committed += offset.path("offset").path("kafka_offset").asLong();
        }
        return committed == 50 + 20 + 4 + 100 + 20;
    }

    @Test
    @Order(7)
    void aTaskFailsWhereNothingIsTolerated() throws Exception {
        Map<String, String> strict = config();
        strict.put("errors.tolerance", "none");
        strict.put("topics", LETTERS);
        strict.keySet().removeIf(name -> name.startsWith("errors.deadletterqueue"));
        worker.rest().put("strict", strict);
        assertThat(worker.rest().awaitFailed("strict")).contains("errors.tolerance is none", "webhook.hosts");
        worker.rest().delete("strict");
        assertThat(worker.lines())
                .noneMatch(line -> line.contains(TEXT) || line.contains(SECRET) || line.contains("/in"));
    }
}
