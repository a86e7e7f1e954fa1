package dev.alize.topology;

import dev.alize.audit.TrailKeys;
import dev.alize.cache.AnswerCache;
import dev.alize.cache.CacheRules;
import dev.alize.calls.CommitHooks;
import dev.alize.calls.Intake;
import dev.alize.calls.OpenCalls;
import dev.alize.calls.QuickestAnswer;
import dev.alize.calls.Slots;
import dev.alize.domain.Direction;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Identity;
import dev.alize.domain.Ownership;
import dev.alize.domain.RequestKey;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.Chains;
import dev.alize.policies.Link;
import dev.alize.policies.Policy;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.BudgetLease;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology without a broker. Restarting it keeps the rows, as a restore does. */
final class Pipeline implements AutoCloseable {
    static final TopicNames TOPICS = topics(Tenancy.COMMON);
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final FakeProvider provider = new FakeProvider();
    final AtomicBoolean cautious = new AtomicBoolean();
    final QuickestAnswer quickest = new QuickestAnswer();
    final AnswerCache cache = new AnswerCache(rules(true), this::now);
    final CommitHooks hooks = new CommitHooks(true);
    final FakeRouter router;
    final Slots slots;
    final Intake intake;
    final OpenCalls<List<Delta>, Settled> calls;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Path stateDir;
    private final Map<String, KeptStore.Supplier> stores = new HashMap<>();
    private TrailKeys trail = TrailKeys.none();
    private TopicNames topics = TOPICS;
    private EngineSettings settings;
    private TopologyTestDriver driver;
    private Instant now = START;
    private long process = 1;

    Pipeline(Policy... chain) {
        this(defaults(), 1_000, chain);
    }

    Pipeline(EngineSettings settings, int openCalls, Policy... chain) {
        this(settings, openCalls, FakeRouter.of("target"), requests(chain));
    }

    /** With several targets. */
    Pipeline(FakeRouter router, Policy... chain) {
        this(defaults(), 1_000, router, requests(chain));
    }

    /** With several targets and other settings. */
    Pipeline(FakeRouter router, EngineSettings settings) {
        this(settings, 1_000, router, Chains.of(List.of()));
    }

    /** With policies that judge answers too. */
    Pipeline(FakeRouter router, Chains chains) {
        this(defaults(), 1_000, router, chains);
    }

    /** Policies that judge requests and fail closed. */
    private static Chains requests(Policy... chain) {
        return Chains.of(Stream.of(chain)
                .map(policy -> new Link(policy, Conduct.of(Action.BLOCK, Direction.REQUEST)))
                .toList());
    }

    private Pipeline(EngineSettings settings, int openCalls, FakeRouter router, Chains chains) {
        this.router = router;
        this.slots = new Slots(openCalls, 1 << 26, router::admit, Slots.Alarm.NONE, () -> 0);
        router.onChange(slots::look);
        this.intake = new Intake(slots, route -> false, new Intake.Limits(5, 1 << 20, 100));
        this.calls = new OpenCalls<>(slots, Settled::size, timer, 60_000);
        this.settings = with(settings, chains);
        try {
            stateDir = Files.createTempDirectory("alize-pipeline");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        driver = start();
    }

    private EngineSettings with(EngineSettings settings, Chains chains) {
        return new EngineSettings(
                settings.instance(),
                settings.configuration(),
                settings.idempotencyWindow(),
                settings.idempotencyEntries(),
                settings.earlyCancelWindow(),
                settings.maxRedispatches(),
                settings.maxRequestBytes(),
                settings.maxResponseBytes(),
                settings.maxAge(),
                settings.maxHeldPerKey(),
                chains,
                cautious::get);
    }

    /** Answers are good for an hour, and better than none for a day. */
    static CacheRules rules(boolean singleFlight) {
        return new CacheRules(false, 3_600_000, 86_400_000, 1 << 20, 4_000, singleFlight, false, "v1");
    }

    /** Requests may wait for two hours. */
    static EngineSettings patient() {
        return settings(Duration.ofHours(2));
    }

    static EngineSettings defaults() {
        return settings(Duration.ofMinutes(15));
    }

    private static EngineSettings settings(Duration maxAge) {
        return new EngineSettings(
                "test",
                "v1",
                Duration.ofHours(24),
                1_000,
                Duration.ofMinutes(10),
                3,
                10_000,
                20_000,
                maxAge,
                3,
                Chains.of(List.of()),
                () -> false);
    }

    private KeptStore.Supplier store(String name) {
        return stores.computeIfAbsent(name, KeptStore::supplier);
    }

    /** From the next start on. */
    void trail(TrailKeys keys) {
        trail = keys;
    }

    static TopicNames topics(Tenancy tenancy) {
        return new TopicNames(
                "llm.requests",
                "llm.requests-interactive",
                "llm.cancels",
                "llm.retries",
                "llm.fallbacks",
                "llm.responses",
                "llm.chunks",
                "llm.dead-letters",
                "llm.audit",
                "llm.audit-checkpoints",
                "llm.erasures",
                "llm.cache",
                "llm.budget-claims",
                "llm.budgets",
                tenancy);
    }

    private TopologyTestDriver start() {
        Engine engine = new Engine(
                new Engine.Parts(
                        new PlainCodec(),
                        provider,
                        calls,
                        slots,
                        intake,
                        hooks,
                        quickest,
                        EngineObserver.NONE,
                        router,
                        Ownership.NONE,
                        cache,
                        trail,
                        process),
                settings);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "alize-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return new TopologyTestDriver(
                GatewayTopology.build(engine, topics, settings.chains(), this::store), properties, now);
    }

    /** Stops and starts the task; the calls of this process stay. */
    void restart() {
        driver.close();
        driver = start();
    }

    /** The same with tenants that have topics of their own. */
    void restartWith(Tenancy tenancy) {
        topics = topics(tenancy);
        restart();
    }

    /** The same with other policies. */
    void restartWith(Chains chains) {
        settings = with(settings, chains);
        restart();
    }

    /** The same, as a process that made none of the calls. */
    void restartAsAnotherProcess() {
        process++;
        restart();
    }

    /** Lets the n-th write of a row from now on fail. */
    void failWrite(int n) {
        store(RequestTable.STORE).failWrite(n);
    }

    /** Says that the transaction so far has committed. */
    void commit() {
        hooks.committed();
    }

    void request(CompletionRequest request) {
        raw(TOPICS.requests(), request.getRequestId(), PlainCodec.write(request));
    }

    void cancel(String id) {
        raw(
                TOPICS.cancels(),
                id,
                PlainCodec.write(Cancellation.newBuilder().setRequestId(id).build()));
    }

    void raw(String topic, String key, byte @Nullable [] value) {
        raw(topic, key, value, new RecordHeaders());
    }

    void raw(String topic, String key, byte @Nullable [] value, RecordHeaders headers) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, headers, now));
    }

    /** Lets the settle stage look once. */
    void look() {
        advance(Duration.ofMillis(10));
    }

    void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    List<CompletionResponse> responses() {
        return records(TOPICS.responses()).stream()
                .map(record -> PlainCodec.read(record.value(), CompletionResponse.class))
                .toList();
    }

    List<CompletionChunk> chunks() {
        return records(TOPICS.chunks()).stream()
                .map(record -> PlainCodec.read(record.value(), CompletionChunk.class))
                .toList();
    }

    List<AuditEvent> audit() {
        return records(TOPICS.audit()).stream()
                .map(record -> PlainCodec.read(record.value(), AuditEvent.class))
                .toList();
    }

    List<TestRecord<byte[], byte[]>> records(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    int rows() {
        int rows = 0;
        try (var all =
                driver.<Object, Object>getKeyValueStore(RequestTable.STORE).all()) {
            while (all.hasNext()) {
                all.next();
                rows++;
            }
        }
        return rows;
    }

    Instant now() {
        return now;
    }

    /** What the task has of budgets, by account. */
    Map<String, BudgetLease> leases() {
        return new LeaseStore(driver.getKeyValueStore(LeaseStore.STORE)).all();
    }

    byte[] row(String id) {
        return driver.<Bytes, byte[]>getKeyValueStore(RequestTable.STORE).get(rowKey(id));
    }

    /** Puts a row back, as the abort of a transaction does. */
    void putRow(String id, byte[] row) {
        driver.<Bytes, byte[]>getKeyValueStore(RequestTable.STORE).put(rowKey(id), row);
    }

    private static Bytes rowKey(String id) {
        return Bytes.wrap(RequestKey.of(new Identity("default", id, 0)).bytes());
    }

    static CompletionRequest.Builder request(String id, String text) {
        return CompletionRequest.newBuilder()
                .setRequestId(id)
                .setMessages(List.of(
                        Message.newBuilder().setRole("user").setContent(text).build()))
                .setParameters(Parameters.newBuilder().build());
    }

    @Override
    public void close() {
        driver.close();
        calls.close();
        timer.shutdownNow();
        deleteStateDir();
    }

    private void deleteStateDir() {
        try (Stream<Path> files = Files.walk(stateDir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
