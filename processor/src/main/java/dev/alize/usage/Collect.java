package dev.alize.usage;

import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.UsageRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * Adds up what the audit events of a partition used, and passes it on once a second. What was not yet passed on is in the
 * store, which commits together with the offsets of its events; passing on empties the store in the same transaction, and
 * asks for its commit: somebody may look at the sums. So each event is passed on once, whenever the process dies.
 */
final class Collect implements Processor<byte[], byte[], String, UsageRow> {
    static final String STORE = "usage-pending";
    static final Duration INTERVAL = Duration.ofSeconds(1);
    /** Longer keys than any event of ours can have are somebody else's. */
    private static final int LONGEST_KEY = 4_096;

    private final AuditDecoder decoder;
    private final UsageObserver observer;
    private ProcessorContext<String, UsageRow> context;
    private KeyValueStore<String, UsageRow> pending;
    private @Nullable Cancellable passing;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Collect(AuditDecoder decoder, UsageObserver observer) {
        this.decoder = decoder;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<String, UsageRow> context) {
        this.context = context;
        this.pending = context.getStateStore(STORE);
        this.passing = null;
        try (KeyValueIterator<String, UsageRow> left = pending.all()) {
            if (left.hasNext()) {
                passLater();
            }
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte[] value = record.value();
        Optional<AuditEvent> event = value == null ? Optional.empty() : decoder.decode(record.headers(), value);
        if (event.isEmpty()) {
            observer.skipped();
            return;
        }
        observer.read(record.timestamp());
        try {
            Tally.of(event.get()).ifPresent(this::add);
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
            observer.skipped();
        }
    }

    private void add(UsageRow used) {
        String key = UsageKey.of(used);
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("names: longer than any of ours");
        }
        UsageRow before = pending.get(key);
        pending.put(key, before == null ? used : Sums.of(before, used));
        passLater();
    }

    /** At whole seconds, so that all partitions pass on in one commit. */
    private void passLater() {
        if (passing == null) {
            passing = context.schedule(Instant.EPOCH, INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::pass);
        }
    }

    /** Not scheduled while there is nothing to pass on: each look would mark the task for a commit. */
    private void pass(long now) {
        List<KeyValue<String, UsageRow>> rows = new ArrayList<>();
        try (KeyValueIterator<String, UsageRow> all = pending.all()) {
            all.forEachRemaining(rows::add);
        }
        for (KeyValue<String, UsageRow> row : rows) {
            context.forward(new Record<>(row.key, row.value, now));
            pending.delete(row.key);
        }
        context.commit();
        close();
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    @Override
    public void close() {
        if (passing != null) {
            passing.cancel();
            passing = null;
        }
    }
}
