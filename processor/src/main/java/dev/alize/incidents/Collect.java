package dev.alize.incidents;

import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.IncidentSignal;
import dev.alize.usage.AuditDecoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Counts the audit events of a partition, and passes the counts on once a second; facts, and what operators say, at once.
 * Counts are in memory alone: a stop, a move or a crash loses those of the last second, which no judgement depends on.
 */
final class Collect implements Processor<byte[], byte[], String, IncidentSignal> {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MOST = 1_000;
    /** What comes too late to be judged by only tells that it is late, however many buckets and targets it is about. */
    private static final String OLD = "old";

    /** Longer names than any target of ours can have are somebody else's. */
    private static final int LONGEST_NAME = 1_024;

    private final AuditDecoder decoder;
    private final Map<String, IncidentSignal> counts = new LinkedHashMap<>();
    private ProcessorContext<String, IncidentSignal> context;
    private @Nullable Cancellable passing;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Collect(AuditDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void init(ProcessorContext<String, IncidentSignal> context) {
        this.context = context;
        this.passing = null;
        counts.clear();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte[] value = record.value();
        Optional<AuditEvent> event = value == null ? Optional.empty() : decoder.decode(record.headers(), value);
        if (event.isEmpty()) {
            add(Signals.unreadable(context.currentSystemTimeMs()));
            return;
        }
        Optional<IncidentSignal> signal = signal(event.get());
        if (signal.isEmpty()) {
            return;
        }
        if (signal.get().getFact() != null) {
            context.forward(new Record<>("fact", signal.get(), context.currentSystemTimeMs()));
        } else {
            add(signal.get());
        }
    }

    /** A foreign event may hold what no event of ours can. */
    private static Optional<IncidentSignal> signal(AuditEvent event) {
        try {
            return Signals.of(event).filter(signal -> signal.getTarget().length() <= LONGEST_NAME);
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private void add(IncidentSignal signal) {
        boolean isOld = signal.getBucket() < context.currentSystemTimeMs() - Windows.KEPT_MS;
        String key = isOld ? OLD : signal.getBucket() + "/" + signal.getTarget();
        IncidentSignal sum = counts.get(key);
        if (sum != null) {
            Signals.add(sum, signal);
        } else if (counts.size() < MOST) {
            counts.put(key, signal);
        }
        if (passing == null) {
            passing = context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::pass);
        }
    }

    /** Not scheduled while there is nothing to pass on: each look would mark the task for a commit. */
    private void pass(long now) {
        counts.forEach((key, signal) -> context.forward(new Record<>("count", signal, now)));
        counts.clear();
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
