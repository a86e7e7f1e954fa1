package dev.alize.bench;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of a kill. All times in seconds.
 *
 * @param open calls that it cut off
 * @param firstAnswer from the restart to the first response of the restarted process; empty where it wrote none
 * @param killedAgain from the restart to the next kill of the same instance; empty where there was none
 * @param gap see {@link Gaps}
 */
record Aftermath(Death death, int open, OptionalDouble firstAnswer, OptionalDouble killedAgain, OptionalDouble gap) {
    private static final long NEVER = Long.MAX_VALUE / 2;

    /**
     * Of all kills.
     *
     * @param deaths in order of time
     */
    static List<Aftermath> of(List<Death> deaths, Cuts cuts, Ledger ledger, AuditLog audit) {
        List<Aftermath> all = new ArrayList<>();
        for (int i = 0; i < deaths.size(); i++) {
            Death death = deaths.get(i);
            Optional<Death> next = deaths.subList(i + 1, deaths.size()).stream()
                    .filter(other -> other.instance().equals(death.instance()))
                    .findFirst();
            long end = next.map(Death::killedNanos).orElse(death.killedNanos() + NEVER);
            OptionalDouble killedAgain = next.isPresent()
                    ? OptionalDouble.of((end - death.restart().nanos()) / 1e9)
                    : OptionalDouble.empty();
            all.add(new Aftermath(
                    death,
                    cuts.at(i),
                    audit.firstAnswer(death.instance(), death.restart(), end),
                    killedAgain,
                    Gaps.longest(death.owned(), death.killedNanos(), ledger)));
        }
        return all;
    }

    /**
     * How long the first answer took, or, where the instance was killed before, at least took: leaving those out would
     * flatter. Empty where it had nothing to answer up to the end.
     */
    OptionalDouble waited() {
        return firstAnswer.isPresent() ? firstAnswer : killedAgain;
    }

    /** For people. */
    @Override
    public String toString() {
        return "%s: %s, partitions %s (by %s), %d open, first answer %s"
                .formatted(
                        clock(death.restart().epochMillis()),
                        death.instance(),
                        new TreeSet<>(death.owned()),
                        death.witness(),
                        open,
                        answerText());
    }

    private String answerText() {
        if (firstAnswer.isPresent()) {
            return "%.1f s after the restart".formatted(firstAnswer.getAsDouble());
        }
        return killedAgain.isPresent()
                ? "none until it was killed again %.1f s after the restart".formatted(killedAgain.getAsDouble())
                : "none: it got no partition back with a request to answer";
    }

    /** For programs. */
    Map<String, @Nullable Object> json() {
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("epoch_ms", death.restart().epochMillis());
        json.put("instance", death.instance());
        json.put("partitions", new TreeSet<>(death.owned()));
        json.put("known_by", death.witness());
        json.put("open", open);
        json.put("first_answer_s", Report.orNull(firstAnswer.orElse(Double.NaN)));
        json.put("killed_again_s", Report.orNull(killedAgain.orElse(Double.NaN)));
        json.put("gap_s", Report.orNull(gap.orElse(Double.NaN)));
        return json;
    }

    /** Wall clock in seconds, as in the logs. */
    static String clock(long epochMillis) {
        return LocalTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
}
