package dev.alize.incidents;

import dev.alize.budget.StoredAvro;
import dev.alize.config.IncidentSettings;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentMemory;
import dev.alize.schemas.IncidentSignal;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stage that judges: a {@link Watch} over a store, asked once a second by the wall clock, so that incidents are also
 * resolved when nothing is called any more.
 */
final class Judge implements Processor<String, IncidentSignal, String, Incident> {
    static final String STORE = "incidents";
    static final Duration INTERVAL = Duration.ofSeconds(1);
    /** While nothing happens, somebody still has to see that nothing can be seen. */
    private static final Duration IDLE_INTERVAL = Duration.ofMinutes(1);

    private final IncidentSettings settings;
    private final Outside outside;
    private ProcessorContext<String, Incident> context;
    private Watch watch;
    private @Nullable Cancellable judging;
    private @Nullable Cancellable looking;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Judge(IncidentSettings settings, Outside outside) {
        this.settings = settings;
        this.outside = outside;
    }

    @Override
    public void init(ProcessorContext<String, Incident> context) {
        this.context = context;
        this.judging = null;
        this.watch = new Watch(settings, new Stored(context.getStateStore(STORE)), outside);
        this.looking = context.schedule(IDLE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::look);
        if (!watch.isIdle()) {
            judgeLater();
        }
    }

    private void look(long now) {
        if (outside.blindSpot().isPresent()) {
            judgeLater();
        }
    }

    @Override
    public void process(Record<String, IncidentSignal> record) {
        long now = context.currentSystemTimeMs();
        watch.take(record.value(), now);
        judgeLater();
        if (record.value().getFact() != null) { // it is said once: it is kept in the transaction that reads it
            judge(now);
        }
    }

    private void judgeLater() {
        if (judging == null) {
            judging = context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::judge);
        }
    }

    /** Not scheduled while nothing would change: each look would mark the task for a commit. */
    private void judge(long now) {
        watch.judge(now).forEach(incident -> context.forward(new Record<>(incident.getId(), incident, now)));
        if (watch.isIdle()) {
            judgeNoMore();
        }
    }

    private void judgeNoMore() {
        if (judging != null) {
            judging.cancel();
            judging = null;
        }
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    @Override
    public void close() {
        judgeNoMore();
        if (looking != null) {
            looking.cancel();
            looking = null;
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
            if (key.startsWith(COUNT)) {
                return IncidentSignal.class;
            }
            return key.startsWith(INCIDENT) ? Incident.class : IncidentMemory.class;
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
