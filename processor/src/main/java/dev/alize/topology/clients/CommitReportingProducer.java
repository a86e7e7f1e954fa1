package dev.alize.topology.clients;

import dev.alize.calls.CommitHooks;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer of a stream thread; says on that thread when a transaction has committed. A commit that throws counts as
 * not committed: its outcome is unknown, and the rows that are restored next tell.
 */
final class CommitReportingProducer extends KafkaProducer<byte[], byte[]> {
    private final CommitHooks hooks;

    CommitReportingProducer(Map<String, Object> config, CommitHooks hooks) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.hooks = hooks;
    }

    @Override
    public void commitTransaction() {
        super.commitTransaction();
        hooks.committed();
    }

    @Override
    public void abortTransaction() {
        try {
            super.abortTransaction();
        } finally {
            hooks.aborted();
        }
    }
}
