package dev.alize.connect.webhook;

import dev.alize.connect.data.RecordReader;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Metadata;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands responses to the event loop and commits what has arrived. Nothing waits in {@link #put}: where too much is on its way,
 * partitions are paused. Every public method is called by Connect's thread.
 */
public final class AlizeWebhookTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(AlizeWebhookTask.class);
    /** How soon outcomes are looked at while something is on its way. */
    private static final long LOOK_MS = 200;

    private final RecordReader<CompletionResponse> reader = new RecordReader<>(CompletionResponse.class);
    private final Transports transports;
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    /** What will not be posted and nobody was told of yet; pending until then. */
    private final Queue<Refused> refused = new ArrayDeque<>();

    private final Set<TopicPartition> paused = new HashSet<>();
    private @Nullable Running running;

    /** Makes what posts on a loop. */
    interface Transports {
        Transport on(Settings settings, VertxLoop loop);
    }

    /** For Connect. */
    public AlizeWebhookTask() {
        this((settings, loop) -> new HttpTransport(settings, loop, Lookup.SYSTEM));
    }

    AlizeWebhookTask(Transports transports) {
        this.transports = transports;
    }

    /** How a delivery ended; null where it arrived. */
    private record Ended(Delivery delivery, @Nullable RefusedException why) {}

    private record Refused(Delivery delivery, RefusedException why) {}

    /** What a started task has. */
    private record Running(
            Settings settings,
            Pending pending,
            VertxLoop loop,
            Courier courier,
            @Nullable ErrantRecordReporter reporter) {}

    @Override
    public String version() {
        return AlizeWebhookSink.version(AlizeWebhookTask.class);
    }

    @Override
    public void start(Map<String, String> given) {
        Settings settings = Settings.of(given);
        VertxLoop loop = new VertxLoop();
        try {
            Courier courier = new Courier(settings, transports.on(settings, loop), loop, Math::random, new Outcomes());
            Pending pending = new Pending(settings.limits());
            running = new Running(settings, pending, loop, courier, context.errantRecordReporter());
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /** Called on the loop. */
    private final class Outcomes implements Courier.Outcomes {
        @Override
        public void delivered(Delivery delivery) {
            ended.add(new Ended(delivery, null));
        }

        @Override
        public void refused(Delivery delivery, RefusedException why) {
            ended.add(new Ended(delivery, why));
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        Running run = running();
        settle(run);
        reportRefused(run);
        for (SinkRecord record : records) {
            take(run, record);
        }
        control(run);
    }

    private void take(Running run, SinkRecord record) {
        run.pending()
                .read(
                        new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                        record.originalKafkaOffset());
        if (record.value() == null || hasNoUrl(record.value())) {
            return;
        }
        try {
            CompletionResponse response = reader.read(record.value());
            String url = response.getMetadata().get(Metadata.CALLBACK_URL);
            if (url != null) {
                Delivery delivery = new Delivery(record, Receiver.of(url, run.settings()), Event.of(response));
                run.pending().add(delivery);
                run.loop().execute(() -> run.courier().accept(delivery));
            }
        } catch (RefusedException | DataException e) {
            report(run, record, e);
        }
    }

    /** Seen without reading all of it: most responses go nowhere. */
    private static boolean hasNoUrl(Object value) {
        return value instanceof Struct struct
                && struct.schema().field("metadata") != null
                && struct.get("metadata") instanceof Map<?, ?> metadata
                && !metadata.containsKey(Metadata.CALLBACK_URL);
    }

    private void settle(Running run) {
        for (Ended one = ended.poll(); one != null; one = ended.poll()) {
            if (one.why() == null) {
                run.pending().end(one.delivery());
            } else {
                refused.add(new Refused(one.delivery(), one.why()));
            }
        }
    }

    /** Each stays pending until it is reported: where that fails, its offset is not committed. */
    private void reportRefused(Running run) {
        for (Refused one = refused.poll(); one != null; one = refused.poll()) {
            if (run.pending().has(one.delivery())) {
                report(run, one.delivery().record(), one.why());
                run.pending().end(one.delivery());
            }
        }
    }

    /** From {@link #put} only: Connect waits for the dead letters of that before it asks which offsets to commit. */
    private void report(Running run, SinkRecord record, ConnectException why) {
        LOG.atWarn()
                .addKeyValue("topic", record.originalTopic())
                .addKeyValue("partition", record.originalKafkaPartition())
                .addKeyValue("offset", record.originalKafkaOffset())
                .addKeyValue("reason", why.getMessage())
                .log("a response was not posted");
        if (run.reporter() == null) {
            throw new ConnectException(
                    "A response was not posted, and errors.tolerance is none: " + why.getMessage(), why);
        }
        var unused = run.reporter().report(record, why);
    }

    private void control(Running run) {
        Set<TopicPartition> assigned = context.assignment();
        Set<TopicPartition> full = run.pending().full(assigned);
        for (TopicPartition partition : assigned) {
            if (full.contains(partition) && paused.add(partition)) {
                context.pause(partition);
            } else if (!full.contains(partition) && paused.remove(partition)) {
                context.resume(partition);
            }
        }
        if (!run.pending().isEmpty()) {
            context.timeout(LOOK_MS);
        }
    }

    /** Reports nothing: Connect would commit without waiting for these dead letters. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Running run = running();
        settle(run);
        return run.pending().committable(current);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (running != null) {
            running.pending().forget(partitions);
        }
        paused.removeAll(partitions);
    }

    @Override
    public void stop() {
        Running run = running;
        running = null;
        if (run != null) {
            run.pending().forget(run.pending().partitions());
            run.loop().close();
        }
    }

    private Running running() {
        if (running == null) {
            throw new ConnectException("The task is not started");
        }
        return running;
    }
}
