package dev.alize.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the kills came to, once everything is read. */
final class ChaosReport {
    /** Bars of the first answer, in seconds. */
    private static final double SEVERAL_INSTANCES = 12;

    private static final double ONE_INSTANCE = 8;
    private static final double FULL_WINDOW = 15;

    private final ChaosOptions options;
    private final Ledger ledger;
    private final List<Death> deaths;
    private final Calls calls;
    private final AuditLog audit;
    private final Cuts cuts;

    ChaosReport(ChaosOptions options, Ledger ledger, List<Death> deaths, Calls calls, AuditLog audit) {
        this.options = options;
        this.ledger = ledger;
        this.deaths = List.copyOf(deaths);
        this.calls = calls;
        this.audit = audit;
        this.cuts = Cuts.of(this.deaths, ledger);
    }

    Report report(Cpu used, Driver driver, int threadDeaths) {
        double firstAnswer = max(deaths.stream().map(this::firstAnswer).toList());
        double gap =
                max(deaths.stream().map(death -> Gaps.longest(death, ledger)).toList());
        int unanswered = (int)
                deaths.stream().filter(death -> firstAnswer(death).isEmpty()).count();
        int unexplained = calls.unexplained(cuts);
        int failed = driver.failed(ledger);
        List<Bar> bars = List.of(
                Bar.mustBeAtMost("missing", driver.missing(), 0),
                Bar.mustBeAtMost("duplicates", driver.duplicates(), 0),
                Bar.mustBeAtMost("extra calls; bar: calls open at the kills", calls.extra(), cuts.total()),
                Bar.figure("of them not cut off by a kill", unexplained),
                Bar.atMost("first answer after a restart, longest, s", firstAnswer, firstAnswerBar()),
                Bar.figure("restarts without an answer of their own", unanswered),
                Bar.figure("longest silence of a dead instance's partition, s", gap),
                Bar.figure("answered, but not completed", failed),
                Bar.figure("stream threads that died", threadDeaths));
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        json.put("extra_calls", calls.extra());
        json.put("open_at_kills", cuts.total());
        json.put("unexplained_calls", unexplained);
        json.put("first_answer_s", Report.orNull(firstAnswer));
        json.put("restarts_without_answer", unanswered);
        json.put("longest_gap_s", Report.orNull(gap));
        json.put("failed", failed);
        json.put("thread_deaths", threadDeaths);
        json.put("instances", options.rig().processors());
        json.put("calls", options.calls());
        json.put("latency_ms", options.latency().toMillis());
        json.put("spacing_ms", options.spacing().toMillis());
        json.put("full_window", options.fullWindow());
        json.put("idempotency_entries", options.windowEntries());
        json.put("seed", options.seed());
        json.put("kills", IntStream.range(0, deaths.size()).mapToObj(this::json).toList());
        json.put("cpu_seconds", used.seconds());
        return new Report(method(), used.seconds(), bars, notes(), json);
    }

    private double firstAnswerBar() {
        if (options.fullWindow()) {
            return FULL_WINDOW;
        }
        return options.rig().processors() == 1 ? ONE_INSTANCE : SEVERAL_INSTANCES;
    }

    private String method() {
        return "%,d calls of %d ms during %d kills of %d instance(s); idempotency window of %,d entries, %s; seed %d."
                .formatted(
                        options.calls(),
                        options.latency().toMillis(),
                        deaths.size(),
                        options.rig().processors(),
                        options.windowEntries(),
                        options.fullWindow() ? "filled before" : "not filled",
                        options.seed());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Open at a kill: the simulator had the call, no response had committed, the partition was the dead instance's.");
        for (int i = 0; i < deaths.size(); i++) {
            Death death = deaths.get(i);
            notes.add("kill %d: %s, partitions %s (by %s), %d open, first answer %s"
                    .formatted(
                            i + 1,
                            death.instance(),
                            new TreeSet<>(death.owned()),
                            death.witness(),
                            cuts.at(i),
                            sentence(death)));
        }
        return notes;
    }

    private String sentence(Death death) {
        OptionalDouble seconds = firstAnswer(death);
        if (seconds.isPresent()) {
            return "%.1f s after the restart".formatted(seconds.getAsDouble());
        }
        return nextKill(death).isPresent()
                ? "none before it was killed again"
                : "none: it got no partition back with a request to answer";
    }

    private OptionalDouble firstAnswer(Death death) {
        long end = nextKill(death).map(Death::killedNanos).orElse(death.killedNanos() + Long.MAX_VALUE / 2);
        return audit.firstAnswer(death.instance(), death.restart(), end);
    }

    /** The next kill of the same instance. */
    private Optional<Death> nextKill(Death death) {
        return deaths.stream()
                .filter(other ->
                        other.instance().equals(death.instance()) && other.killedNanos() - death.killedNanos() > 0)
                .findFirst();
    }

    private Map<String, @Nullable Object> json(int number) {
        Death death = deaths.get(number);
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("instance", death.instance());
        json.put("partitions", new TreeSet<>(death.owned()));
        json.put("known_by", death.witness());
        json.put("open", cuts.at(number));
        json.put("first_answer_s", Report.orNull(firstAnswer(death).orElse(Double.NaN)));
        json.put("gap_s", Report.orNull(Gaps.longest(death, ledger).orElse(Double.NaN)));
        return json;
    }

    private static double max(List<OptionalDouble> values) {
        return Report.rounded(
                values.stream().flatMapToDouble(OptionalDouble::stream).max().orElse(Double.NaN));
    }
}
