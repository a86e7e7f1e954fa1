package dev.alize.simulator.quota;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The limits of all models. A call is refused when it arrives at a limit that is used up, and then counts nothing; else
 * it counts as a request at once, and its tokens when it has ended. Times are milliseconds of any clock that does not go
 * back. Thread-safe.
 */
public final class Quotas {
    /** Models beyond this number share one quota, so that made-up names cannot fill the heap. */
    private static final int MODELS = 1_000;

    private static final String OVERFLOW = "(others)";

    private final Limits limits;
    private final Map<String, ModelQuota> byModel = new ConcurrentHashMap<>();

    public Quotas(Limits limits) {
        this.limits = limits;
    }

    /** Lets a call in and counts it; else the limit that is used up. */
    public @Nullable Standing enter(String model, long millis) {
        return quota(model, millis).enter(millis);
    }

    /** Counts the tokens of a call that has ended. */
    public void debit(String model, long millis, int tokens) {
        quota(model, millis).debit(millis, tokens);
    }

    /** How all limits of a model stand. */
    public List<Standing> standings(String model, long millis) {
        return quota(model, millis).standings(millis);
    }

    /** What was used since the last reset, by model. */
    public List<Usage> usage(long millis) {
        return byModel.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().read(entry.getKey(), millis))
                .toList();
    }

    /** Forgets what was used. */
    public void reset() {
        byModel.clear();
    }

    private ModelQuota quota(String model, long millis) {
        ModelQuota known = byModel.get(model);
        if (known != null) {
            return known;
        }
        String name = byModel.size() >= MODELS ? OVERFLOW : model;
        return byModel.computeIfAbsent(name, absent -> new ModelQuota(limits, millis));
    }
}
