package dev.alize.pacing;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps to what happens next. */
final class VirtualTime {
    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now = 1_000_000_000_000L;
    private long order;

    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(now, time), order++, action));
    }

    void in(Duration delay, Runnable action) {
        at(now + delay.toNanos(), action);
    }

    void runUntil(long end) {
        while (!events.isEmpty() && events.element().at() <= end) {
            Event next = events.remove();
            now = next.at();
            next.action().run();
        }
        now = end;
    }
}
