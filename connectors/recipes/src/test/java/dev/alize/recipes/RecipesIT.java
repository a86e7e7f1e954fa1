package dev.alize.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Priority;
import dev.alize.schemas.Status;
import dev.alize.schemas.UsageRow;
import dev.alize.testing.Alize;
import dev.alize.testing.Stack;
import dev.alize.testing.Worker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes' files in one distributed worker, beside the gateway; the tests follow each other. Another sink is another
 * plugin of {@link #start}, another connector of {@link #theConnectorsStart} and a test of its own at the end.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecipesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LETTERS = "llm.outbox-dead-letters";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /** As a worker logs by default; those of the tests log warnings only. */
    private static final String LOGS =
            "-Dorg.slf4j.simpleLogger.log.io.debezium=info -Dorg.slf4j.simpleLogger.log.org.apache.kafka.connect=info";

    private static final byte[] NO_AVRO = {1, 2, 3};

    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    /** Ids of all rows that are requests. */
    private static final Set<String> ASKED = new HashSet<>();

    private static Stack stack;
    private static Topics topics;
    private static Postgres postgres;
    private static Worker worker;
    private static Recipe recipe;
    private static Outbox outbox;
    private static Iceberg iceberg;
    private static Connection tables;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Postgres.programs().isPresent(),
                "The recipes are not tested: no PostgreSQL under /usr/lib/postgresql; apt-get install postgresql");
        Awaitility.setDefaultPollInterval(Duration.ofMillis(400)); // each look reads topics
        CompletableFuture<Postgres> database = started(Postgres::start);
        stack = opened(Stack.start(directory.resolve("stack")));
        topics = new Topics(stack);
        postgres = database.join();
        Path secrets = secrets();
        recipe = new Recipe(secrets);
        iceberg = opened(new Iceberg(stack, recipe.config("iceberg/audit.json"), directory.resolve("warehouse")));
        CompletableFuture<Worker> connect = started(() -> worker(secrets));
        Alize.Simulator simulator = opened(Alize.simulator(directory));
        opened(Alize.gateway(
                directory.resolve("gateway"), configuration(simulator.baseUrl()), Map.of("MISTRAL_API_KEY", "test")));
        worker = connect.join();
        tables = opened(postgres.connect());
        sql("SET search_path = alize");
        Connection service = opened(postgres.connect());
        outbox = new Outbox(service);
    }

    private static Worker worker(Path secrets) {
        try {
            return Worker.start(
                    directory.resolve("worker"),
                    stack,
                    Worker.plugins("avro-converter", "recipes", "iceberg"),
                    providers(secrets),
                    Map.of("ALIZE_CONNECT_REGISTRY_URL", stack.registryUrl(), "JAVA_TOOL_OPTIONS", LOGS));
        } catch (Exception e) {
            throw new IllegalStateException("The worker did not start", e);
        }
    }

    private static String configuration(String provider) {
        return stack.kafkaBlock() + """
                processing: {application_id: recipes-it, state_dir: "%s"}
                policies: {chain: [prompt-injection]}
                providers:
                  targets:
                    - id: primary
                      provider: mistral
                      model: mistral-small-latest
                      base_url: "%s"
                      pricing: {prompt: 0.1, completion: 0.3}
                """.formatted(directory.resolve("state"), provider);
    }

    private static Path secrets() throws Exception {
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("postgres.properties"), """
                url=%s?socketTimeout=60&connectTimeout=10&tcpKeepAlive=true
                user=alize_tables
                password=tables
                """.formatted(postgres.url()));
        Files.writeString(secrets.resolve("outbox.properties"), """
                hostname=127.0.0.1
                port=%d
                dbname=postgres
                user=alize_outbox
                password=outbox
                """.formatted(postgres.port()));
        return secrets;
    }

    /** As in the image's connect.properties. */
    private static Map<String, String> providers(Path secrets) {
        String provider = "org.apache.kafka.common.config.provider.";
        return Map.of(
                "config.providers",
                "env,file",
                "config.providers.env.class",
                provider + "EnvVarConfigProvider",
                "config.providers.env.param.allowlist.pattern",
                "ALIZE_CONNECT_.*",
                "config.providers.file.class",
                provider + "FileConfigProvider",
                "config.providers.file.param.allowed.paths",
                secrets.toString());
    }

    private static <T extends AutoCloseable> T opened(T one) {
        OPEN.addFirst(one);
        return one;
    }

    /** In the background; closed at the end, whatever fails meanwhile. */
    private static <T extends AutoCloseable> CompletableFuture<T> started(Supplier<T> start) {
        CompletableFuture<T> one = CompletableFuture.supplyAsync(start);
        OPEN.addFirst(() -> one.join().close());
        return one;
    }

    @AfterAll
    static void stop() throws Exception {
        if (worker != null) {
            worker.kill(); // stopping its connectors in order takes seconds
        }
        for (AutoCloseable one : OPEN) {
            one.close();
        }
    }

    @Test
    @Order(1)
    void theConnectorsStart() throws Exception {
        outbox.create(Recipe.text("outbox/outbox.sql"), "outbox");
        sql(Recipe.text("postgres/tables.sql"));
        sql("ALTER ROLE alize_tables PASSWORD 'tables'");
        ASKED.add(outbox.ask());
        outbox.commit();
        topics.create(LETTERS, "__debezium-heartbeat.outbox");
        worker.rest().put("outbox", outboxConfig());
        worker.rest().put("audit", recipe.config("postgres/audit.json"));
        worker.rest().put("usage", recipe.config("postgres/usage.json"));
        for (String connector : List.of("outbox", "audit", "usage")) {
            worker.rest().awaitRunning(connector, 1);
        }
    }

    private static Map<String, String> outboxConfig() throws IOException {
        Map<String, String> config = recipe.config("outbox/outbox.json");
        config.put("heartbeat.interval.ms", "500");
        return config;
    }

    @Test
    @Order(2)
    void rowsOfTheOutboxAreAnswered() throws Exception {
        for (int row = 0; row < 20; row++) {
            ASKED.add(outbox.ask());
        }
        UUID bad = UUID.randomUUID();
        outbox.insert(bad, "{\"messages\": [{\"content\": \"Le texte confidentiel\"}]}");
        UUID full = UUID.randomUUID();
        ASKED.add(full.toString());
        outbox.execute("""
                INSERT INTO llm_outbox
                  (id, payload, subject, priority, ordering_key, deadline, metadata, cache, traceparent)
                VALUES
                  ('%s', '{"messages": [{"role": "user", "content": "Bonjour"}]}', 's-1', 'bulk', 'cart-7',
                   now() + interval '1 hour', '{"order": "4711"}', false, '%s')
                """.formatted(full, TRACE));
        outbox.commit();
        outbox.ask();
        outbox.rollback();
        outbox.execute("DELETE FROM llm_outbox");
        outbox.commit();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(responses()).hasSize(22));
        ConsumerRecord<String, CompletionResponse> response = responses().stream()
                .filter(one -> one.key().equals("cart-7"))
                .findFirst()
                .orElseThrow();
        assertThat(response.value().getMetadata()).containsEntry("order", "4711");
        assertThat(new String(response.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8))
                .isEqualTo(TRACE);
        CompletionRequest request = topics.read("llm.requests", CompletionRequest.class).stream()
                .map(ConsumerRecord::value)
                .filter(one -> one.getRequestId().equals(full.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(request.getPriority()).isEqualTo(Priority.BULK);
        assertThat(request.getSubject()).isEqualTo("s-1");
        assertThat(request.getDeadline()).isNotNull();
        assertThat(request.getCache()).isFalse();
        assertAnsweredOnce();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.read(LETTERS))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(letter.key()).isEqualTo(bad.toString());
                            assertThat(cause(letter)).startsWith("payload.messages[0].role: got nothing");
                        }));
    }

    private static String cause(ConsumerRecord<String, byte[]> letter) {
        byte[] cause = letter.headers()
                .lastHeader("__connect.errors.exception.message")
                .value();
        return new String(cause, StandardCharsets.UTF_8);
    }

    @Test
    @Order(3)
    void afterAnIdleTimeNothingIsLostOrAskedTwice() throws Exception {
        ASKED.add(outbox.ask());
        outbox.commit();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(asked()).containsExactlyInAnyOrderElementsOf(ASKED));
        Slot slot = new Slot(tables, "alize_outbox");
        slot.moveBeyondTheLog(PATIENCE);
        worker.rest().delete("outbox");
        slot.awaitUnused(PATIENCE);
        String gone = outbox.ask();
        ASKED.add(gone);
        outbox.commit();
        outbox.execute("DELETE FROM llm_outbox WHERE id = '%s'".formatted(gone));
        outbox.commit();
        worker.rest().put("outbox", outboxConfig());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(asked()).containsExactlyInAnyOrderElementsOf(ASKED));
    }

    @Test
    @Order(4)
    void afterAKillEachRowIsAnsweredOnce() throws Exception {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !rows("SELECT 'x' FROM llm_audit").isEmpty());
        sql("ALTER TABLE llm_audit DROP COLUMN details, DROP COLUMN redrive");
        iceberg.prepare();
        worker.rest().put(Iceberg.CONNECTOR, iceberg.config());
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(40)).until(() -> {
            ASKED.add(outbox.ask());
            outbox.commit();
            return iceberg.hasFirstFiles();
        });
        worker.kill();
        for (int row = 0; row < 20; row++) {
            ASKED.add(outbox.ask());
            outbox.commit();
        }
        assertNoTextIsLogged();
        worker.restart();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(responses()).hasSizeGreaterThanOrEqualTo(ASKED.size()));
        assertAnsweredOnce();
        assertThat(asked()).containsExactlyInAnyOrderElementsOf(ASKED);
    }

    private static void assertNoTextIsLogged() {
        assertThat(worker.lines())
                .anyMatch(line -> line.contains("INFO io.debezium"))
                .noneMatch(line -> line.contains("confidentiel"));
    }

    /** Ids on the topic of requests. */
    private static List<String> asked() {
        return topics.read("llm.requests", CompletionRequest.class).stream()
                .map(one -> one.value().getRequestId())
                .toList();
    }

    private static List<ConsumerRecord<String, CompletionResponse>> responses() {
        return topics.read("llm.responses", CompletionResponse.class);
    }

    private static void assertAnsweredOnce() {
        assertThat(responses())
                .allSatisfy(one -> assertThat(one.value().getStatus()).isEqualTo(Status.COMPLETED))
                .extracting(one -> one.value().getRequestId())
                .containsExactlyInAnyOrderElementsOf(ASKED);
    }

    @Test
    @Order(5)
    void theAuditTrailIsATableThatGrows() throws Exception {
        String columns =
                "kind, (extract(epoch from at) * 1000)::bigint, request_id, attempt_model, attempt_prompt_tokens, status,"
                        + " jsonb_array_length(verdicts)";
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                rows("SELECT kafka_partition || '/' || kafka_offset, " + columns + " FROM llm_audit"))
                        .isEqualTo(events()));
        assertThat(rows("SELECT policy ->> 'policy', count(*) > 0 FROM llm_audit,"
                        + " jsonb_array_elements(verdicts) policy WHERE details IS NOT NULL GROUP BY 1"))
                .containsEntry("prompt-injection", "t");
        assertThat(rows("SELECT kind, count(*) FROM llm_audit WHERE kind = 'response' AND redrive = 0 GROUP BY 1"))
                .containsEntry("response", Integer.toString(ASKED.size()));
    }

    private static Map<String, String> events() {
        Map<String, String> events = new TreeMap<>();
        for (ConsumerRecord<String, AuditEvent> record : topics.read("llm.audit", AuditEvent.class)) {
            AuditEvent event = record.value();
            List<Object> row = new ArrayList<>();
            row.add(event.getKind());
            row.add(event.getAt().toEpochMilli());
            row.add(event.getRequestId());
            row.add(event.getAttempt() == null ? null : event.getAttempt().getModel());
            row.add(event.getAttempt() == null ? null : event.getAttempt().getPromptTokens());
            row.add(event.getStatus());
            row.add(event.getVerdicts().size());
            events.put(record.partition() + "/" + record.offset(), String.join("|", texts(row)));
        }
        return events;
    }

    @Test
    @Order(6)
    void usageIsATableOfTheLastSumsWhateverElseIsOnTheTopic() throws Exception {
        String columns = "(extract(epoch from hour) * 1000)::bigint, tenant, attempts, prompt_tokens, cost_nano_usd,"
                + " coalesce(requests ->> 'completed', '0')";
        String all = "SELECT usage_key, " + columns + " FROM llm_usage";
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(rows(all)).isEqualTo(sums());
            assertThat(rows("SELECT 'all', sum((requests ->> 'completed')::int) FROM llm_usage"))
                    .containsEntry("all", Integer.toString(ASKED.size()));
        });
        String key = rows(all).keySet().iterator().next();
        send("llm.usage", key, NO_AVRO);
        send("llm.usage", key, null);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(all)).doesNotContainKey(key));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.read("postgres-dead-letters"))
                        .extracting(ConsumerRecord::key)
                        .containsExactly(key));
    }

    private static void send(String topic, String key, byte[] value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value));
        }
    }

    private static Map<String, String> sums() {
        Map<String, String> sums = new TreeMap<>();
        for (ConsumerRecord<String, UsageRow> record : topics.read("llm.usage", UsageRow.class)) {
            UsageRow row = record.value();
            List<Object> values = List.of(
                    row.getHour().toEpochMilli(),
                    row.getTenant(),
                    row.getAttempts(),
                    row.getPromptTokens(),
                    row.getCostNanoUsd(),
                    row.getRequests().getOrDefault("completed", 0L));
            sums.put(record.key(), String.join("|", texts(values)));
        }
        return sums;
    }

    @Test
    @Order(7)
    void theAuditTrailIsInIcebergOnceAcrossTheKill() throws Exception {
        worker.rest().awaitRunning(Iceberg.CONNECTOR, 1);
        try (AuditTable table = AuditTable.of(iceberg.config(), postgres.url(), "alize_tables", "tables")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(table.rows()).isEqualTo(AuditTopic.events(topics)));
            assertThat(table.rows().values())
                    .filteredOn(row -> row.get("attempt") != null)
                    .hasSizeGreaterThanOrEqualTo(ASKED.size());
            assertThat(table.partitions()).containsExactly("day(at)");
        }
        send("llm.audit", "damaged", NO_AVRO);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.read("iceberg-dead-letters"))
                        .extracting(ConsumerRecord::key)
                        .containsExactly("damaged"));
        worker.rest().awaitRunning(Iceberg.CONNECTOR, 1);
        assertNoTextIsLogged();
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    /** The other columns by the first one. */
    private static Map<String, String> rows(String query) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Statement statement = tables.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                List<Object> values = new ArrayList<>();
                for (int column = 2; column <= found.getMetaData().getColumnCount(); column++) {
                    values.add(found.getString(column));
                }
                rows.put(found.getString(1), String.join("|", texts(values)));
            }
        }
        return rows;
    }

    private static void sql(String statements) throws SQLException {
        try (Statement statement = tables.createStatement()) {
            statement.execute(statements);
        }
    }
}
