package dev.alize.bench;

import dev.alize.schemas.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * When cancels were handled, by the committed audit trail. Of the many events beside them only those of the cancelled
 * requests are decoded. Written by a reader's thread, read by any.
 */
final class CancelLog implements TopicReader.Listener {
    /**
     * A cancel that was handled.
     *
     * @param nanos when that was readable, as {@link System#nanoTime()}
     * @param found how the request was found, such as {@code open} or {@code early}
     */
    record Handled(long nanos, String found) {}

    private final Messages messages;
    private final Set<String> expected = new HashSet<>();
    private final Map<String, Handled> handled = new HashMap<>();

    CancelLog(Messages messages) {
        this.messages = messages;
    }

    /** From now on cancels of these requests are looked for. */
    synchronized void expect(Collection<String> requestIds) {
        expected.addAll(requestIds);
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record, long nanos) {
        byte @Nullable [] key = record.key();
        if (key != null && isExpected(new String(key, StandardCharsets.UTF_8))) {
            happened(messages.decode(AuditEvent.class, Messages.AUDIT, record.value()), nanos);
        }
    }

    private synchronized boolean isExpected(String requestId) {
        return expected.contains(requestId);
    }

    synchronized void happened(AuditEvent event, long nanos) {
        String requestId = event.getRequestId();
        if (requestId != null && event.getKind().equals("cancel")) {
            handled.putIfAbsent(requestId, new Handled(nanos, String.valueOf(event.getReason())));
            notifyAll();
        }
    }

    /** How the cancel of a request was handled; empty where it was not. */
    synchronized Optional<Handled> of(String requestId) {
        return Optional.ofNullable(handled.get(requestId));
    }

    /** Waits until all that are expected were handled, or the time is over. */
    synchronized void awaitAll(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (handled.size() < expected.size()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
