package dev.alize.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetLedgerTest {
    private static final String ACCOUNT = Account.name(Unit.USD, Period.MONTH, 0, "acme", null);
    private static final Serde<Object> SERDE =
            Serdes.serdeFrom((topic, grant) -> StoredAvro.write((BudgetGrant) grant), (topic, bytes) -> read(bytes));

    @TempDir
    private Path stateDir;

    @SuppressWarnings("NullAway.Init")
    private TopologyTestDriver driver;

    private static Object read(byte[] bytes) {
        try {
            return StoredAvro.read(bytes, BudgetClaim.class);
        } catch (IllegalStateException e) {
            throw new SerializationException(e);
        }
    }

    @BeforeEach
    void start() {
        Topology topology = new Topology();
        BudgetLedger.addTo(topology, SERDE, "claims", "budgets");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "ledger");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(topology, properties);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private int told(String account, int partition, long granted) {
        return told(StoredAvro.write(BudgetClaim.newBuilder()
                .setAccount(account)
                .setPartition(partition)
                .setNumber(1)
                .setLimit(1_000)
                .setGranted(granted)
                .setReturned(0)
                .setSpent(0)
                .setReserved(0)
                .setNeeded(100)
                .setWanted(100)
                .build()));
    }

    private int told(byte @Nullable [] value) {
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        driver.createInputTopic("claims", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value));
        return driver.createOutputTopic("budgets", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .size();
    }

    @Test
    void leavesOutWhatIsNoClaimThatCanBeTrueAndGoesOn() {
        assertThat(told(null)).isZero();
        assertThat(told(new byte[] {9, 9})).isZero();
        assertThat(told("usd/someday/acme", 0, 0)).isZero();
        assertThat(told(ACCOUNT, -3, 0)).isZero();
        assertThat(told(ACCOUNT, 1, -100)).isZero();
        assertThat(told(ACCOUNT, 2, 0)).isEqualTo(1);
    }
}
