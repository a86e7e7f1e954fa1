package dev.alize.topology.clients;

import dev.alize.calls.CommitHooks;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer of a stream thread; says on that thread when a transaction has committed. A commit that throws counts as
 * not committed: its outcome is unknown, and the rows that are restored next tell.
 */
final class CommitReportingProducer extends KafkaProducer<byte[], byte[]> {
    private final CommitHooks hooks;
    private final StreamThreads.Transactions transactions;

    CommitReportingProducer(Map<String, Object> config, CommitHooks hooks, StreamThreads threads) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.hooks = hooks;
        this.transactions = threads.producer(String.valueOf(config.get(ProducerConfig.CLIENT_ID_CONFIG)));
    }

    @Override
    public void beginTransaction() {
        super.beginTransaction();
        transactions.begun();
    }

    @Override
    public void commitTransaction() {
        super.commitTransaction();
        transactions.committed();
        hooks.committed();
    }

    @Override
    public void abortTransaction() {
        try {
            super.abortTransaction();
        } finally {
            transactions.aborted();
            hooks.aborted();
        }
    }

    /** All other ways to close end here. */
    @Override
    public void close(Duration timeout) {
        transactions.closed();
        super.close(timeout);
    }
}
