package dev.alize.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an outage of a provider is measured.
 *
 * @param rate requests per second, from the start to the end, 1 to 1,000
 * @param before the outage, 1 s or more
 * @param outage its length, 1 s or more
 * @param after the outage, while requests go on coming, 3 s or more
 * @param fallback whether there is a second provider
 * @param rig what is measured
 */
public record OutageOptions(
        int rate, Duration before, Duration outage, Duration after, boolean fallback, RigOptions rig) {
    static final String PRIMARY = "primary";
    static final String SECOND = "second";
    /** Found out soon, as a user with a fallback would want it; everything else is the default. */
    private static final String PROBE = "health_probe: {interval_seconds: 2, timeout_seconds: 1}";

    static final String LATENCY = "lognormal:200ms:0.5";

    public OutageOptions {
        if (rate < 1 || rate > 1_000 || before.toSeconds() < 1 || outage.toSeconds() < 1 || after.toSeconds() < 3) {
            throw new IllegalArgumentException(
                    "rate, before, outage, after: got %d, %s, %s, %s, expected 1 to 1000, 1 s, 1 s, 3 s or more"
                            .formatted(rate, before, outage, after));
        }
        rig = rig.with(providers(fallback));
    }

    /** Both check bodies: what is sent to the second one is in its own dialect. */
    private static Providers providers(boolean fallback) {
        List<Provider> providers = new ArrayList<>();
        providers.add(new Provider(
                PRIMARY, "mistral", "mistral-small-latest", List.of("--latency", LATENCY), List.of(PROBE)));
        if (fallback) {
            List<String> flags = List.of("--dialect", "openai", "--latency", LATENCY);
            providers.add(new Provider(SECOND, "openai", "gpt-4o-mini", flags, List.of(PROBE)));
        }
        return new Providers(providers, List.of());
    }

    int requests() {
        return Math.toIntExact(rate * before.plus(outage).plus(after).toSeconds());
    }

    /** Nanoseconds between two requests. */
    long interval() {
        return 1_000_000_000L / rate;
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("rate", rate);
        json.put("before_s", before.toSeconds());
        json.put("outage_s", outage.toSeconds());
        json.put("after_s", after.toSeconds());
        json.put("fallback", fallback);
        json.put("requests", requests());
    }
}
