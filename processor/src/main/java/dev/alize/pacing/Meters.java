package dev.alize.pacing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a group, configured and learned. Not thread-safe: its group locks. The array is replaced, never
 * changed, so that a reservation can keep the one that it was taken from.
 */
final class Meters {
    private final CallHabits calls;
    private final long jitterNanos;
    private final Map<String, Meter> byLabel = new HashMap<>();
    private List<Window> configured = List.of();
    private Meter[] all = {};

    Meters(CallHabits calls, long jitterNanos) {
        this.calls = calls;
        this.jitterNanos = jitterNanos;
    }

    Meter[] all() {
        return all;
    }

    /** What a window is called in events, such as {@code requests_per_60s}. */
    static String name(Meter meter) {
        Duration length = Duration.ofNanos(meter.lengthNanos());
        String per = length.toMillis() % 1_000 == 0 ? length.toSeconds() + "s" : length.toMillis() + "ms";
        return meter.kind().code() + "_per_" + per;
    }

    /** Takes other configured windows; a window that stays keeps its level. Learned ones stay where none is configured. */
    void follow(List<Window> windows, long nowNanos) {
        List<Window> before = configured;
        configured = List.copyOf(windows);
        List<Meter> next = new ArrayList<>();
        for (Window window : windows) {
            Meter known = find(window.kind(), window.length());
            Meter meter = known != null ? known : new Meter(window, calls, jitterNanos, nowNanos);
            meter.limit(window.limit());
            next.add(meter);
        }
        for (Meter meter : all) {
            boolean wasConfigured = find(before, meter) != null;
            if (!next.contains(meter) && !wasConfigured && (!isConfigured(meter.kind()) || !meter.paced())) {
                next.add(meter);
            }
        }
        byLabel.values().retainAll(next);
        all = next.toArray(Meter[]::new);
    }

    /**
     * The meter that a header speaks of; null where it speaks of none, because other windows are configured.
     *
     * <p>A configured window of the same limit is meant even where its length differs: the name of a provider's window
     * is the same whatever the time scale of a simulator.
     */
    @Nullable
    Meter of(LimitHeader header, long nowNanos) {
        Meter known = byLabel.get(header.label());
        if (known == null) {
            known = match(header);
            if (known == null && header.limit() > 0 && mayBeLearned(header)) {
                known = new Meter(
                        new Window(header.kind(), header.length(), header.limit()), calls, jitterNanos, nowNanos);
                add(known);
            }
            if (known != null) {
                byLabel.put(header.label(), known);
            }
        }
        return known;
    }

    /** A limit as the provider says it now. A configured one may be lower than that, never higher. */
    long inForce(Meter meter, long said) {
        Window window = find(configured, meter);
        return window == null ? said : Math.min(said, window.limit());
    }

    private boolean mayBeLearned(LimitHeader header) {
        return !isConfigured(header.kind()) || header.length().compareTo(LimitHeaders.MONTH) >= 0;
    }

    private @Nullable Meter match(LimitHeader header) {
        for (Meter meter : all) {
            if (meter.kind() == header.kind() && meter.limit() == header.limit() && find(configured, meter) != null) {
                return meter;
            }
        }
        return find(header.kind(), header.length());
    }

    private boolean isConfigured(Kind kind) {
        return configured.stream().anyMatch(window -> window.kind() == kind);
    }

    private @Nullable Meter find(Kind kind, Duration length) {
        for (Meter meter : all) {
            if (meter.kind() == kind && meter.lengthNanos() == length.toNanos()) {
                return meter;
            }
        }
        return null;
    }

    private static @Nullable Window find(List<Window> windows, Meter meter) {
        for (Window window : windows) {
            if (window.kind() == meter.kind() && window.length().toNanos() == meter.lengthNanos()) {
                return window;
            }
        }
        return null;
    }

    private void add(Meter meter) {
        List<Meter> next = new ArrayList<>(List.of(all));
        next.add(meter);
        all = next.toArray(Meter[]::new);
    }
}
