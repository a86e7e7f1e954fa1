package dev.alize.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The metrics of Kafka Streams and its clients that help to run an instance, of the thousand and more that there are.
 * New threads, tasks and partitions appear within a minute.
 */
public final class KafkaMeters {
    private static final String PREFIX = "kafka.";

    /** Names as Micrometer makes them: group and name, with dots. */
    static final Set<String> SHOWN = Set.of(
            "kafka.stream.alive.stream.threads",
            "kafka.stream.failed.stream.threads",
            "kafka.stream.thread.commit.latency.avg",
            "kafka.stream.thread.commit.latency.max",
            "kafka.stream.thread.commit.ratio",
            "kafka.stream.thread.commit.total",
            "kafka.stream.thread.poll.latency.max",
            "kafka.stream.thread.poll.ratio",
            "kafka.stream.thread.process.latency.max",
            "kafka.stream.thread.process.ratio",
            "kafka.stream.thread.process.total",
            "kafka.stream.thread.punctuate.latency.max",
            "kafka.stream.thread.punctuate.ratio",
            "kafka.stream.thread.task.closed.total",
            "kafka.stream.state.background.errors",
            "kafka.stream.state.block.cache.usage",
            "kafka.stream.state.estimate.num.keys",
            "kafka.stream.state.estimate.pending.compaction.bytes",
            "kafka.stream.state.estimate.table.readers.mem",
            "kafka.stream.state.size.all.mem.tables",
            "kafka.stream.state.total.sst.files.size",
            "kafka.stream.state.updater.active.restoring.tasks",
            "kafka.stream.state.updater.restore.records.rate",
            "kafka.stream.task.dropped.records.total",
            "kafka.consumer.coordinator.assigned.partitions",
            "kafka.consumer.coordinator.failed.rebalance.total",
            "kafka.consumer.coordinator.last.heartbeat.seconds.ago",
            "kafka.consumer.coordinator.last.rebalance.seconds.ago",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.consumer.fetch.manager.bytes.consumed.total",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.consumer.connection.count",
            "kafka.producer.buffer.available.bytes",
            "kafka.producer.connection.count",
            "kafka.producer.outgoing.byte.total",
            "kafka.producer.record.error.total",
            "kafka.producer.record.retry.total",
            "kafka.producer.record.send.total",
            "kafka.producer.request.latency.avg",
            "kafka.producer.request.latency.max",
            "kafka.producer.txn.abort.time.ns.total",
            "kafka.producer.txn.commit.time.ns.total");

    private KafkaMeters() {}

    /** Hides all others; to be called before anything is registered. */
    static void limit(MeterRegistry registry) {
        registry.config()
                .meterFilter(MeterFilter.deny(id -> id.getName().startsWith(PREFIX) && !SHOWN.contains(id.getName())));
    }

    /**
     * Serves those of an application.
     *
     * @return ends it; the monitor does so too when it is closed
     */
    public static Runnable serve(Monitor monitor, KafkaStreams streams) {
        return monitor.add(registry -> {
            KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams);
            metrics.bindTo(registry);
            return metrics;
        });
    }
}
