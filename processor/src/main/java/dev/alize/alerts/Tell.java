package dev.alize.alerts;

import dev.alize.budget.StoredAvro;
import dev.alize.config.AlertSettings;
import dev.alize.schemas.AlertReceiver;
import dev.alize.schemas.AlertRow;
import dev.alize.schemas.AlertedIncident;
import dev.alize.schemas.Incident;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage that tells: an {@link Outbox} over a store. A courier carries its letters beside the stream thread; what became
 * of them comes back by a queue that a punctuation empties, so that a row leaves the outbox in a transaction. A crash
 * before that makes a repeat with the same event id.
 */
final class Tell implements Processor<byte[], byte[], Void, Void> {
    private static final Logger log = LoggerFactory.getLogger(Tell.class);

    static final String STORE = "alerts";
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final AlertSettings settings;
    private final IncidentDecoder decoder;
    private final Supplier<Courier> couriers;
    private final AlertObserver observer;
    /** Written by the courier's threads, read by the stream thread. Holds one for each receiver at most. */
    private Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private ProcessorContext<Void, Void> context;
    private Outbox outbox;
    private @Nullable Courier courier;
    private @Nullable Cancellable looking;

    private record Answer(Letter letter, Delivery delivery) {}

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Tell(AlertSettings settings, IncidentDecoder decoder, Supplier<Courier> couriers, AlertObserver observer) {
        this.settings = settings;
        this.decoder = decoder;
        this.couriers = couriers;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        close();
        this.context = context;
        this.answers = new ConcurrentLinkedQueue<>();
        this.courier = couriers.get();
        this.outbox = new Outbox(
                settings,
                new Stored(context.getStateStore(STORE)),
                RandomGenerator.getDefault(),
                observer,
                context.currentSystemTimeMs());
        lookLater();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        Optional<Incident> incident = decoder.decode(record.headers(), record.value());
        long now = context.currentSystemTimeMs();
        if (incident.isEmpty() || !outbox.take(incident.get(), now)) {
            skipped();
            return;
        }
        send(now);
        lookLater();
    }

    private void skipped() {
        observer.unfit();
        Optional<RecordMetadata> place = context.recordMetadata();
        log.atError()
                .addKeyValue("topic", place.map(RecordMetadata::topic).orElse(""))
                .addKeyValue("partition", place.map(RecordMetadata::partition).orElse(-1))
                .addKeyValue("offset", place.map(RecordMetadata::offset).orElse(-1L))
                .log("Alerts: a record is no incident that can be told; nobody hears of it");
    }

    private void send(long now) {
        Courier carrier = courier;
        if (carrier != null) {
            Queue<Answer> mine = answers;
            outbox.due(now)
                    .forEach(letter -> carrier.carry(letter, delivery -> mine.add(new Answer(letter, delivery))));
        }
    }

    private void lookLater() {
        if (looking == null) {
            looking = context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::look);
        }
    }

    /** Not scheduled while nothing would change: each look would mark the task for a commit. */
    private void look(long now) {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            outbox.answered(answer.letter(), answer.delivery(), now);
        }
        outbox.look(now);
        send(now);
        if (outbox.isIdle() && looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    @Override
    public void close() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
        Courier carrier = courier;
        if (carrier != null) {
            carrier.close();
            courier = null;
            settings.receivers().forEach(one -> observer.waiting(one.name(), 0));
        }
    }

    private record Stored(KeyValueStore<String, byte[]> store) implements Kept {
        @Override
        public void all(BiConsumer<String, SpecificRecord> reader) {
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                while (all.hasNext()) {
                    KeyValue<String, byte[]> row = all.next();
                    reader.accept(row.key, StoredAvro.read(row.value, type(row.key)));
                }
            }
        }

        private static Class<? extends SpecificRecord> type(String key) {
            if (key.startsWith(ROW)) {
                return AlertRow.class;
            }
            return key.startsWith(INCIDENT) ? AlertedIncident.class : AlertReceiver.class;
        }

        @Override
        public void put(String key, @Nullable SpecificRecord record) {
            if (record == null) {
                store.delete(key);
            } else {
                store.put(key, StoredAvro.write(record));
            }
        }
    }
}
