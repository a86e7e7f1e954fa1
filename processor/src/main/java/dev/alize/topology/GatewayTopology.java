package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.policies.Chains;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.topology.timing.StageTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/** Builds the pipeline; {@code alize topology} prints what this makes. */
public final class GatewayTopology {
    /** A record without a time stamp is taken as written now; Streams' default would stop the thread. */
    private static final TimestampExtractor RECORD_TIME =
            (record, partitionTime) -> record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();

    /** Stages, besides the policies, that answer requests. */
    private static final String[] ANSWERING = {Stages.ADMIT, Stages.DISPATCH, Stages.SETTLE, Stages.WAIT};

    /** Stages, besides policies that ask and those that judge answers, that tell the audit trail. */
    private static final String[] AUDITED = {
        Stages.DECODE,
        Stages.DECODE_CANCEL,
        Stages.DECODE_RETRY,
        Stages.DECODE_FALLBACK,
        Stages.FORGET,
        Stages.ADMIT,
        Stages.WAIT,
        Stages.DISPATCH,
        Stages.SETTLE,
        Stages.ANSWER
    };

    /** Stages that write parts of streamed answers. */
    private static final String[] STREAMING = {Stages.ADMIT, Stages.SETTLE, Stages.ANSWER};

    /** Stages, besides policies that ask and those that judge answers, that know the rows. */
    private static final String[] KEEPING = {Stages.ADMIT, Stages.WAIT, Stages.DISPATCH, Stages.SETTLE, Stages.ANSWER};

    private static final Map<String, String> CHANGELOG = Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "600000",
            "segment.bytes", Integer.toString(64 * 1024 * 1024),
            "min.cleanable.dirty.ratio", "0.1",
            "delete.retention.ms", "900000"); // longer than an instance keeps stores that it lost or stopped with

    /** Deletions of subjects are kept longer than any instance's stores of a task that it lost or stopped with. */
    private static final String DELETIONS_KEPT_MS = "86400000";

    private GatewayTopology() {}

    /** @param chains whose stages become stages of the topology; what they say, the engine's settings say at any time */
    public static Topology build(Engine engine, TopicNames topics, Chains chains) {
        return build(engine, topics, chains, GatewayTopology::store);
    }

    private static KeyValueBytesStoreSupplier store(String name) {
        return name.equals(Audit.STORE) ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
    }

    static Topology build(
            Engine engine, TopicNames topics, Chains chains, Function<String, KeyValueBytesStoreSupplier> stores) {
        List<String> requestPolicies = judging(chains, Direction.REQUEST);
        boolean budgeted = requestPolicies.contains(BudgetSettings.NAME);
        TaskRooms rooms = new TaskRooms(engine, budgeted);
        List<String> answerPolicies = judging(chains, Direction.RESPONSE);
        String first = requestPolicies.isEmpty() ? Stages.DISPATCH : requestPolicies.getFirst();
        String firstOfAnswers = answerPolicies.isEmpty() ? null : Stages.ofAnswers(answerPolicies.getFirst());
        String[] answerStages = answerPolicies.stream().map(Stages::ofAnswers).toArray(String[]::new);
        Topology topology = new Topology();
        var bytes = new ByteArrayDeserializer();
        topology.addSource(
                AutoOffsetReset.earliest(), Stages.REQUESTS, RECORD_TIME, bytes, bytes, topics.sourcesOfRequests());
        topology.addSource(
                AutoOffsetReset.earliest(), Stages.CANCELS, RECORD_TIME, bytes, bytes, topics.sourcesOfCancels());
        topology.addSource(AutoOffsetReset.earliest(), Stages.RETRIES, RECORD_TIME, bytes, bytes, topics.retries());
        topology.addSource(AutoOffsetReset.earliest(), Stages.FALLBACKS, RECORD_TIME, bytes, bytes, topics.fallbacks());
        topology.addSource(AutoOffsetReset.earliest(), Stages.ERASURES, RECORD_TIME, bytes, bytes, topics.erasures());
        addStage(topology, engine, Stages.FORGET, () -> new Forget(engine), Stages.ERASURES);
        if (budgeted) {
            topology.addSource(AutoOffsetReset.earliest(), Stages.BUDGETS, RECORD_TIME, bytes, bytes, topics.budgets());
        }
        addStage(topology, engine, Stages.DECODE, () -> new Decode(engine, topics), Stages.REQUESTS);
        addStage(
                topology,
                engine,
                Stages.DECODE_CANCEL,
                () -> new DecodeCancel(engine, topics.tenancy()),
                Stages.CANCELS);
        addStage(topology, engine, Stages.DECODE_RETRY, () -> DecodeTicket.ofRetries(engine), Stages.RETRIES);
        addStage(topology, engine, Stages.DECODE_FALLBACK, () -> DecodeTicket.ofFallbacks(engine), Stages.FALLBACKS);
        addStage(
                topology,
                engine,
                Stages.ADMIT,
                () -> new Admit(engine, rooms, topics.tenancy(), first),
                Stages.DECODE,
                Stages.DECODE_CANCEL);
        String last = addRequestPolicies(topology, engine, rooms, requestPolicies, chains);
        String[] parking = requestPolicies.stream()
                .filter(policy -> chains.asks(policy) || policy.equals(BudgetSettings.NAME))
                .toArray(String[]::new);
        addStage(topology, engine, Stages.WAIT, () -> new Wait(engine, rooms), Stages.DECODE_RETRY);
        addStage(
                topology,
                engine,
                Stages.DISPATCH,
                () -> new Dispatch(engine, rooms),
                both(new String[] {Stages.WAIT, Stages.DECODE_FALLBACK}, toDispatch(last, budgeted)));
        addStage(
                topology,
                engine,
                Stages.SETTLE,
                () -> new Settle(engine, rooms, topics.tenancy(), firstOfAnswers),
                Stages.DISPATCH);
        addAnswerPolicies(topology, engine, rooms, answerPolicies);
        addStage(
                topology,
                engine,
                Stages.ANSWER,
                () -> new Answer(engine, rooms, topics.tenancy()),
                both(ANSWERING, requestPolicies.toArray(String[]::new), answerStages));
        addStage(
                topology,
                engine,
                Stages.AUDIT,
                () -> new Audit(engine.codec(), engine.trail()),
                both(AUDITED, parking, answerStages));
        String[] retrying = both(new String[] {Stages.SETTLE}, answerStages);
        String[] fallingBack = both(new String[] {Stages.WAIT, Stages.SETTLE}, answerStages);
        addSink(topology, engine.codec(), Stages.RETRY_TICKETS, topics.retries(), retrying);
        addSink(topology, engine.codec(), Stages.FALLBACK_TICKETS, topics.fallbacks(), fallingBack);
        addSink(topology, engine.codec(), Stages.CHUNKS, topics.chunks(), STREAMING);
        addSink(topology, engine.codec(), Stages.ANSWERS, topics.cache(), Stages.ANSWER);
        addSink(topology, engine.codec(), Stages.RESPONSES, topics.responses(), Stages.ANSWER);
        addSinksOfTenants(topology, engine.codec(), topics.tenancy());
        addSink(
                topology,
                engine.codec(),
                Stages.DEAD_LETTERS,
                topics.deadLetters(),
                Stages.DECODE,
                Stages.DECODE_CANCEL,
                Stages.DECODE_RETRY,
                Stages.DECODE_FALLBACK,
                Stages.FORGET,
                Stages.ADMIT,
                Stages.ANSWER);
        addSink(topology, engine.codec(), Stages.AUDIT_TRAIL, topics.audit(), Stages.AUDIT);
        addSink(topology, engine.codec(), Stages.CHECKPOINTS, topics.checkpoints(), Stages.AUDIT);
        addStore(topology, engine.settings(), stores.apply(RequestTable.STORE), both(parking, answerStages));
        addTrailStores(topology, stores);
        if (budgeted) {
            var writing = new Outgoing.Writing(engine.codec());
            topology.addSink(
                    Stages.BUDGET_CLAIMS,
                    topics.budgetClaims(),
                    new ByteArraySerializer(),
                    writing,
                    Outgoing.BY_KEY,
                    BudgetSettings.NAME);
            topology.addStateStore(
                    LeaseStore.builder(stores.apply(LeaseStore.STORE)), Stages.ADMIT, BudgetSettings.NAME);
        }
        return topology;
    }

    /** The budget stage lets further attempts go, past the policies behind it. */
    private static String[] toDispatch(String last, boolean budgeted) {
        return budgeted && !last.equals(BudgetSettings.NAME)
                ? new String[] {last, BudgetSettings.NAME}
                : new String[] {last};
    }

    /** The policies that judge this direction for some request, in their order. */
    private static List<String> judging(Chains chains, Direction direction) {
        return chains.stages().stream()
                .filter(policy -> chains.judges(policy, direction))
                .toList();
    }

    private static String addRequestPolicies(
            Topology topology, Engine engine, TaskRooms rooms, List<String> policies, Chains chains) {
        String previous = Stages.ADMIT;
        for (int i = 0; i < policies.size(); i++) {
            String policy = policies.get(i);
            String next = i + 1 < policies.size() ? policies.get(i + 1) : Stages.DISPATCH;
            if (policy.equals(BudgetSettings.NAME)) {
                addStage(topology, engine, policy, () -> new Reserve(engine, rooms, next), previous, Stages.BUDGETS);
            } else if (chains.asks(policy)) {
                addStage(topology, engine, policy, () -> new Park(policy, engine, rooms, next), previous);
            } else {
                addStage(topology, engine, policy, () -> new Judge(policy, engine, next), previous);
            }
            previous = policy;
        }
        return previous;
    }

    private static void addAnswerPolicies(Topology topology, Engine engine, TaskRooms rooms, List<String> policies) {
        String previous = Stages.SETTLE;
        for (int i = 0; i < policies.size(); i++) {
            String policy = policies.get(i);
            String next = i + 1 < policies.size() ? Stages.ofAnswers(policies.get(i + 1)) : Stages.ANSWER;
            String stage = Stages.ofAnswers(policy);
            addStage(topology, engine, stage, () -> new JudgeAnswer(policy, engine, rooms, next), previous);
            previous = stage;
        }
    }

    private static String[] both(String[]... stages) {
        return Stream.of(stages).flatMap(Stream::of).toArray(String[]::new);
    }

    private static <K, V, L, W> void addStage(
            Topology topology, Engine engine, String name, ProcessorSupplier<K, V, L, W> stage, String... parents) {
        topology.addProcessor(name, StageTimes.of(name, engine.observer(), stage), parents);
    }

    private static void addSink(Topology topology, Codec codec, String name, String topic, String... parents) {
        var writing = new Outgoing.Writing(codec);
        topology.addSink(name, topic, new ByteArraySerializer(), writing, Outgoing.OWN_PARTITION, parents);
    }

    private static void addSinksOfTenants(Topology topology, Codec codec, Tenancy tenancy) {
        tenancy.replies().forEach(own -> {
            String responses = Stages.ofTopic(Stages.RESPONSES, own.responses());
            addSink(topology, codec, responses, own.responses(), Stages.ANSWER);
            addSink(topology, codec, Stages.ofTopic(Stages.CHUNKS, own.chunks()), own.chunks(), STREAMING);
        });
    }

    /** The chain's end is written for each event and kept in the cache until the commit; both are small. */
    private static void addTrailStores(Topology topology, Function<String, KeyValueBytesStoreSupplier> stores) {
        var chain = Stores.keyValueStoreBuilder(stores.apply(Audit.STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(CHANGELOG);
        topology.addStateStore(chain, Stages.AUDIT);
        Map<String, String> deleting = new HashMap<>(CHANGELOG);
        deleting.put("delete.retention.ms", DELETIONS_KEPT_MS);
        var subjects = Stores.keyValueStoreBuilder(stores.apply(Subjects.STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(deleting);
        topology.addStateStore(subjects, Stages.ADMIT, Stages.FORGET);
    }

    /** Small segments and eager compaction keep the changelog, and so a restart after a crash, short. */
    private static void addStore(
            Topology topology,
            EngineSettings settings,
            KeyValueBytesStoreSupplier storeSupplier,
            String[] policyStages) {
        Map<String, String> changelog = new HashMap<>(CHANGELOG);
        changelog.put("max.message.bytes", Integer.toString(settings.largestRecord()));
        var store = Stores.keyValueStoreBuilder(storeSupplier, Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(changelog);
        topology.addStateStore(store, both(KEEPING, policyStages));
    }
}
