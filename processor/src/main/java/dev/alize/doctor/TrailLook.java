package dev.alize.doctor;

import dev.alize.doctor.TrailCheck.Reading;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the last minutes of the audit trail, as far as the time suffices. */
public final class TrailLook implements Look.Probe {
    private static final Duration PATIENCE = Duration.ofMillis(7_500);
    /** Clocks of instances may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofMinutes(2);

    private final Opening trail;
    private final Duration back;
    private final Remedies remedies;
    private final Map<String, String> providers;

    /** Opens a trail over a window. */
    @FunctionalInterface
    public interface Opening {
        /** Throws what keeps it from being read. */
        Trail over(Window window) throws Exception;
    }

    /**
     * @param back how far, from now
     * @param providers of the configured targets, by target
     */
    public TrailLook(Opening trail, Duration back, Remedies remedies, Map<String, String> providers) {
        this.trail = trail;
        this.back = back;
        this.remedies = remedies;
        this.providers = Map.copyOf(providers);
    }

    @Override
    public List<Finding> look() throws Exception {
        Instant now = InstantSource.system().instant();
        Window window = new Window(now.minus(back), now.plus(AHEAD));
        TrailTally tally = new TrailTally();
        AtomicLong events = new AtomicLong();
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean whole = true;
        try (Trail open = trail.over(window)) {
            open.read(
                    window,
                    entry -> {
                        tally.visit(entry);
                        events.incrementAndGet();
                        if (System.nanoTime() > end) {
                            throw new InterruptedException("enough");
                        }
                    },
                    progress -> {});
        } catch (InterruptedException e) {
            if (System.nanoTime() <= end) {
                throw e;
            }
            whole = false;
        }
        return TrailCheck.of(tally.sums(), new Reading(back, events.get(), whole), remedies, providers, now);
    }
}
