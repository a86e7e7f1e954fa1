package dev.alize.bench;

import dev.alize.schemas.Incident;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What was committed on the topic of incidents, and when it could be read. Safe to use from any thread. */
final class IncidentLog implements TopicReader.Listener {
    private final Messages messages;
    private final Map<String, Seen> all = new LinkedHashMap<>();

    /**
     * An incident.
     *
     * @param opened when its first record was read, as {@link System#nanoTime()}
     * @param resolved when the record was read that says it is over; null where none did
     * @param record the last one
     */
    record Seen(long opened, @Nullable Long resolved, Incident record) {}

    IncidentLog(Messages messages) {
        this.messages = messages;
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record, long nanos) {
        Incident incident = messages.decode(Incident.class, Messages.INCIDENTS, record.value());
        synchronized (this) {
            Seen before = all.get(incident.getId());
            Long over = incident.getResolvedAt() == null
                    ? null
                    : before == null || before.resolved() == null ? Long.valueOf(nanos) : before.resolved();
            all.put(incident.getId(), new Seen(before == null ? nanos : before.opened(), over, incident));
        }
    }

    /** Those whose first record was read at that time or later, in their order. */
    synchronized List<Seen> since(long nanos) {
        List<Seen> found = new ArrayList<>();
        all.values().stream().filter(one -> one.opened() - nanos >= 0).forEach(found::add);
        return found;
    }

    /** How many there were. */
    synchronized int opened() {
        return all.size();
    }

    synchronized boolean areAllResolved() {
        return all.values().stream().allMatch(one -> one.resolved() != null);
    }
}
