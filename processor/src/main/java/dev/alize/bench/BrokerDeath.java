package dev.alize.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker was killed and started again.
 *
 * @param broker its number, from 1
 * @param at when it was gone
 * @param down from then to the start of the next process
 * @param repaired from then until every partition had all of its replicas in sync again
 */
record BrokerDeath(int broker, Start at, Duration down, Duration repaired) {
    /** The longest silence of a partition until then, in seconds; see {@link Gaps}. */
    OptionalDouble gap(Ledger ledger) {
        return Gaps.longestBetween(at.nanos(), at.nanos() + repaired.toNanos(), ledger);
    }

    /** For people. */
    String text(Ledger ledger) {
        OptionalDouble gap = gap(ledger);
        return "%s: broker %d, down for %.1f s, replicas in sync after %.1f s; longest silence of a partition %s"
                .formatted(
                        Aftermath.clock(at.epochMillis()),
                        broker,
                        down.toMillis() / 1e3,
                        repaired.toMillis() / 1e3,
                        gap.isPresent() ? "%.1f s".formatted(gap.getAsDouble()) : "not known");
    }

    /** For programs. */
    Map<String, @Nullable Object> json(Ledger ledger) {
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("epoch_ms", at.epochMillis());
        json.put("broker", broker);
        json.put("down_s", down.toMillis() / 1e3);
        json.put("repaired_s", repaired.toMillis() / 1e3);
        json.put("gap_s", Report.orNull(gap(ledger).orElse(Double.NaN)));
        return json;
    }
}
