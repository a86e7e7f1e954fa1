package dev.alize.metrics;

import dev.alize.domain.QuotaState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How each quota stands: limit and use by window, the rest by group. Windows come as limits are learned; what is there
 * no more is shown no more. For one thread at a time.
 */
final class QuotaMeters {
    private static final double MILLIS = 1_000;

    /** The registry keeps no hold of {@code value}; the map of these does. */
    private record Refused(AtomicLong value, FunctionCounter counter) {}

    private final MeterRegistry registry;
    private final MultiGauge limits;
    private final MultiGauge used;
    private final MultiGauge shares;
    private final MultiGauge pauses;
    private final Map<String, Refused> refused = new HashMap<>();

    QuotaMeters(MeterRegistry registry) {
        this.registry = registry;
        this.limits = gauge("limit", "Limit of the window, for all instances together.");
        this.used = gauge("used", "What this instance used of the window in its last span.");
        this.shares = gauge("share", "Part of the group's limits that this instance may use, from 0 to 1.");
        this.pauses = gauge("paused.seconds", "For how long no call of the group begins.");
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder("alize.quota." + name)
                .description(description)
                .register(registry);
    }

    /** From now on exactly these. */
    void show(List<QuotaState> windows) {
        show(limits, windows, QuotaMeters::window, QuotaState::limit);
        show(used, windows, QuotaMeters::window, QuotaState::used);
        Map<String, QuotaState> groups = new TreeMap<>();
        windows.forEach(window -> groups.putIfAbsent(window.group(), window));
        show(shares, groups.values(), QuotaMeters::group, QuotaState::share);
        show(pauses, groups.values(), QuotaMeters::group, QuotaMeters::pausedSeconds);
        count(groups);
    }

    private static void show(
            MultiGauge gauge,
            Collection<QuotaState> states,
            Function<QuotaState, Tags> labels,
            ToDoubleFunction<QuotaState> value) {
        gauge.register(
                states.stream()
                        .map(state -> Row.of(labels.apply(state), value.applyAsDouble(state)))
                        .toList(),
                true);
    }

    private static Tags group(QuotaState state) {
        return Tags.of("group", state.group());
    }

    private static Tags window(QuotaState state) {
        boolean whole = state.windowMs() % 1_000 == 0;
        String length = whole ? state.windowMs() / 1_000 + "s" : state.windowMs() + "ms";
        return group(state).and("kind", state.kind(), "window", length);
    }

    private static double pausedSeconds(QuotaState state) {
        return state.pausedMs() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : state.pausedMs() / MILLIS;
    }

    private void count(Map<String, QuotaState> groups) {
        for (Iterator<Map.Entry<String, Refused>> known = refused.entrySet().iterator(); known.hasNext(); ) {
            Map.Entry<String, Refused> entry = known.next();
            if (!groups.containsKey(entry.getKey())) {
                registry.remove(entry.getValue().counter());
                known.remove();
            }
        }
        groups.forEach((group, state) ->
                refused.computeIfAbsent(group, this::counter).value().set(state.refused()));
    }

    private Refused counter(String group) {
        AtomicLong value = new AtomicLong();
        FunctionCounter counter = FunctionCounter.builder("alize.quota.refused", value, AtomicLong::get)
                .description("Calls that the provider refused because a limit was used up.")
                .tags("group", group)
                .register(registry);
        return new Refused(value, counter);
    }
}
