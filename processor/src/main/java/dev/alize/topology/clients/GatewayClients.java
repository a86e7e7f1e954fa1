package dev.alize.topology.clients;

import dev.alize.calls.CommitHooks;
import dev.alize.calls.Intake;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/** Gives Streams its clients. */
public final class GatewayClients implements KafkaClientSupplier {
    private final Set<String> requests;
    private final @Nullable String interactive;
    private final Intake intake;
    private final CommitHooks hooks;
    private final SchemaCache schemas;
    private final ScheduledExecutorService loader;
    private final StreamThreads threads;

    /**
     * @param requests topics that are paused while the intake is closed
     * @param interactive topic that is paused later, and read before them; null for none
     * @param loader looks schemas up; not closed by this class
     * @param threads is told when a thread polls and commits
     */
    public GatewayClients(
            Set<String> requests,
            @Nullable String interactive,
            Intake intake,
            CommitHooks hooks,
            SchemaCache schemas,
            ScheduledExecutorService loader,
            StreamThreads threads) {
        this.requests = Set.copyOf(requests);
        this.interactive = interactive;
        this.intake = intake;
        this.hooks = hooks;
        this.schemas = schemas;
        this.loader = loader;
        this.threads = threads;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new CommitReportingProducer(config, hooks, threads);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new IntakeConsumer(config, requests, interactive, intake, new SchemaGate(schemas, loader), threads);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
