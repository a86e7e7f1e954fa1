package dev.alize.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the detection of outages is measured.
 *
 * @param rate requests per second, 1 to 200
 * @param outage how long each outage lasts that is no blip, 20 s to 10 min
 * @param only names of the outages to play; all where there are none
 * @param rig what is measured
 */
public record IncidentOptions(int rate, Duration outage, List<String> only, RigOptions rig) {
    private static final int MOST = 200;
    private static final Duration SHORTEST = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String PROBE = "health_probe: {interval_seconds: 5, timeout_seconds: 2}";
    /** Each outage is to make an incident of its own; everything else is the default. */
    private static final String INCIDENTS = "incidents: {reopen_within: 0s}\n";

    public IncidentOptions {
        if (rate < 1 || rate > MOST || outage.compareTo(SHORTEST) < 0 || outage.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "rate, outage: got %d, %s, expected 1 to %d, 20 s to 10 min".formatted(rate, outage, MOST));
        }
        var unused = OutageScript.named(only);
        only = List.copyOf(only);
        rig = rig.with(providers()).withPolicies(RigOptions.USUAL_POLICIES + INCIDENTS);
    }

    /** Both have their share of the requests, and take over from the other where that fails. */
    private static Providers providers() {
        List<String> flags = List.of("--latency", OutageScript.LATENCY);
        return new Providers(
                List.of(
                        new Provider("primary", "mistral", "mistral-small-latest", flags, List.of(PROBE)),
                        new Provider(
                                "second",
                                "openai",
                                "gpt-4o-mini",
                                List.of("--dialect", "openai", "--latency", OutageScript.LATENCY),
                                List.of(PROBE))),
                List.of("strategy: weighted_round_robin"));
    }

    List<OutageScript> scripts() {
        return OutageScript.named(only);
    }

    /** How long a script's outage lasts. */
    Duration lasts(OutageScript script) {
        return Objects.requireNonNullElse(script.lasts(), outage);
    }

    /** Name of the provider at a place. */
    String provider(int place) {
        return rig.providers().each().get(place).provider();
    }

    /** Nanoseconds between two requests. */
    long interval() {
        return 1_000_000_000L / rate;
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("rate", rate);
        json.put("outage_s", outage.toSeconds());
    }
}
