package dev.alize.budget;

import dev.alize.schemas.BudgetBook;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as a part of a topology: takes claims, keeps the books of the accounts, and writes grants, each to the
 * partition number that it is for.
 */
public final class BudgetLedger implements Processor<byte[], byte[], byte[], BudgetLedger.Told> {
    /** The store's name, and part of its changelog topic's. */
    public static final String STORE = "budget-books";

    private static final Logger log = LoggerFactory.getLogger(BudgetLedger.class);
    private static final String SOURCE = "budget-claims";
    private static final String STAGE = "budget-ledger";
    private static final String SINK = "budgets";
    private static final Duration CLEANING = Duration.ofHours(1);

    /** A grant, or null where the account is forgotten, for a partition. */
    record Told(int partition, @Nullable BudgetGrant grant) {}

    private static final StreamPartitioner<byte[], Told> TO_WHOM_IT_IS_FOR = new StreamPartitioner<>() {
        @Override
        public Optional<Set<Integer>> partitions(String topic, byte[] key, Told told, int numPartitions) {
            return Optional.of(Set.of(told.partition() % numPartitions));
        }
    };

    private record Writing(Serde<Object> serde) implements Serializer<Told> {
        @Override
        public byte @Nullable [] serialize(String topic, Told told) {
            return told.grant() == null ? null : serde.serializer().serialize(topic, told.grant());
        }

        @Override
        public byte @Nullable [] serialize(String topic, Headers headers, Told told) {
            return told.grant() == null ? null : serde.serializer().serialize(topic, headers, told.grant());
        }
    }

    private final Serde<Object> serde;
    private ProcessorContext<byte[], Told> context;
    private KeyValueStore<String, byte[]> store;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    private BudgetLedger(Serde<Object> serde) {
        this.serde = serde;
    }

    /**
     * Adds source, store, stage and sink.
     *
     * @param serde of the topics' values, configured; may wait for the registry
     * @param claims name of {@code llm.budget-claims}
     * @param budgets name of {@code llm.budgets}, with as many partitions as the topic of requests
     */
    public static void addTo(Topology topology, Serde<Object> serde, String claims, String budgets) {
        topology.addSource(
                AutoOffsetReset.earliest(), SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), claims);
        topology.addProcessor(STAGE, () -> new BudgetLedger(serde), SOURCE);
        var books = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of("cleanup.policy", "compact"));
        topology.addStateStore(books, STAGE);
        topology.addSink(SINK, budgets, new ByteArraySerializer(), new Writing(serde), TO_WHOM_IT_IS_FOR, STAGE);
    }

    @Override
    public void init(ProcessorContext<byte[], Told> context) {
        this.context = context;
        this.store = context.getStateStore(STORE);
        context.schedule(CLEANING, PunctuationType.WALL_CLOCK_TIME, this::forgetOld);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        BudgetClaim claim = decoded(record);
        if (claim == null) {
            return;
        }
        String account = claim.getAccount();
        byte[] bytes = store.get(account);
        BudgetBook row = bytes == null ? BudgetBook.newBuilder().build() : StoredAvro.read(bytes, BudgetBook.class);
        Book book = new Book(account, row);
        List<BudgetGrant> grants = book.claim(claim);
        store.put(account, StoredAvro.write(book.row()));
        long now = context.currentSystemTimeMs();
        grants.forEach(grant -> context.forward(
                new Record<>(key(account, grant.getPartition()), new Told(grant.getPartition(), grant), now)));
        if (!grants.isEmpty()) {
            context.commit();
        }
    }

    /** A foreign record is reported and left: the ledger goes on. */
    private @Nullable BudgetClaim decoded(Record<byte[], byte[]> record) {
        String problem = "its value is no BudgetClaim that can be true";
        try {
            if (record.value() != null
                    && serde.deserializer().deserialize(SOURCE, record.headers(), record.value())
                            instanceof BudgetClaim claim
                    && isSound(claim)) {
                return claim;
            }
        } catch (SerializationException e) {
            problem = String.valueOf(e.getMessage());
        }
        log.atWarn()
                .addKeyValue("partition", context.taskId().partition())
                .addKeyValue("problem", problem)
                .log("A record on the topic of budget claims is left out");
        return null;
    }

    private static boolean isSound(BudgetClaim claim) {
        return Account.isOne(claim.getAccount())
                && claim.getPartition() >= 0
                && claim.getNumber() > 0
                && claim.getLimit() >= 0
                && claim.getReturned() >= 0
                && claim.getGranted() >= claim.getReturned()
                && claim.getSpent() >= 0;
    }

    private void forgetOld(long now) {
        List<String> over = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                if (Account.endsAt(entry.key) + 2 * Leases.KEPT_MS < now) {
                    over.add(entry.key);
                }
            });
        }
        for (String account : over) {
            byte[] bytes = store.delete(account);
            StoredAvro.read(bytes, BudgetBook.class)
                    .getShares()
                    .forEach(share -> context.forward(new Record<>(
                            key(account, share.getPartition()), new Told(share.getPartition(), null), now)));
        }
    }

    private static byte[] key(String account, int partition) {
        return (account + "#" + partition).getBytes(StandardCharsets.UTF_8);
    }
}
