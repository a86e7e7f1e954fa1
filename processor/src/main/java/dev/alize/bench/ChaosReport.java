package dev.alize.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the kills came to, once everything is read. */
final class ChaosReport {
    /** Bars of the first answer, in seconds. */
    private static final double SEVERAL_INSTANCES = 12;

    private static final double ONE_INSTANCE = 8;
    private static final double FULL_WINDOW = 15;

    private final ChaosOptions options;
    private final Ledger ledger;
    private final Calls calls;
    private final AuditLog audit;
    private final Cuts cuts;
    private final List<Aftermath> kills;
    private final List<BrokerDeath> brokerDeaths;

    ChaosReport(ChaosOptions options, Ledger ledger, ChaosBench.Deaths deaths, Calls calls, AuditLog audit) {
        this.options = options;
        this.ledger = ledger;
        this.calls = calls;
        this.audit = audit;
        this.cuts = Cuts.of(deaths.instances(), ledger);
        this.kills = Aftermath.of(deaths.instances(), cuts, ledger, audit);
        this.brokerDeaths = deaths.brokers();
    }

    Report report(Cpu used, Driver driver, int threadDeaths) {
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        json.put("extra_calls", calls.extra());
        json.put("open_at_kills", cuts.total());
        json.put("first_answer_s", Report.orNull(firstAnswer()));
        json.put("unexplained_calls", calls.unexplained(cuts));
        json.put("restarts_without_answer", unanswered());
        json.put("longest_gap_s", Report.orNull(gap()));
        json.put("failed", driver.failed(ledger));
        json.put("thread_deaths", threadDeaths);
        options.describe(json);
        json.put("kills", kills.stream().map(Aftermath::json).toList());
        json.put(
                "broker_kills",
                brokerDeaths.stream().map(death -> death.json(ledger)).toList());
        json.put("cpu_seconds", used.seconds());
        return new Report(method(), used.seconds(), bars(driver, threadDeaths), notes(), json);
    }

    private List<Bar> bars(Driver driver, int threadDeaths) {
        return List.of(
                Bar.mustBeAtMost("missing", driver.missing(), 0),
                Bar.mustBeAtMost("duplicates", driver.duplicates(), 0),
                Bar.mustBeAtMost("extra calls; bar: calls open at the kills", calls.extra(), cuts.total()),
                Bar.figure("of them not cut off by a kill", calls.unexplained(cuts)),
                Bar.atMost("first answer after a restart, longest, s", firstAnswer(), firstAnswerBar()),
                Bar.figure("restarts without an answer of their own", unanswered()),
                Bar.figure("longest silence of a dead instance's partition, s", gap()),
                Bar.figure("answered, but not completed", driver.failed(ledger)),
                Bar.figure("stream threads that died", threadDeaths));
    }

    private double firstAnswer() {
        return longest(Aftermath::waited);
    }

    private double gap() {
        return longest(Aftermath::gap);
    }

    private double longest(Function<Aftermath, OptionalDouble> time) {
        return Report.rounded(kills.stream()
                .map(time)
                .flatMapToDouble(OptionalDouble::stream)
                .max()
                .orElse(Double.NaN));
    }

    private int unanswered() {
        return (int) kills.stream().filter(kill -> kill.firstAnswer().isEmpty()).count();
    }

    private double firstAnswerBar() {
        if (options.fullWindow()) {
            return FULL_WINDOW;
        }
        return options.rig().processors() == 1 ? ONE_INSTANCE : SEVERAL_INSTANCES;
    }

    private String method() {
        return "%,d calls of %d ms during %d kills of %d instance(s) and %d of %d broker(s); idempotency window of %,d entries, %s; seed %d."
                .formatted(
                        options.calls(),
                        options.latency().toMillis(),
                        kills.size(),
                        options.rig().processors(),
                        brokerDeaths.size(),
                        options.rig().brokers(),
                        options.windowEntries(),
                        options.fullWindow() ? "filled before" : "not filled",
                        options.seed());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("Open at a kill: the simulator had the call, no response had committed, the partition was the dead"
                + " instance's. A first answer that a further kill prevented counts with the time up to that kill.");
        for (int i = 0; i < kills.size(); i++) {
            notes.add("kill %d at %s".formatted(i + 1, kills.get(i)));
        }
        brokerDeaths.forEach(death -> notes.add("broker killed at " + death.text(ledger)));
        notes.addAll(moves());
        return notes;
    }

    /** Where calls were made again that no kill had cut off: partitions that moved between instances that lived. */
    private List<String> moves() {
        Map<String, Long> moves = audit.repeats().stream()
                .filter(this::isUnexplained)
                .collect(Collectors.groupingBy(
                        repeat -> "%s: partition %d, called again by %s"
                                .formatted(
                                        Aftermath.clock(repeat.epochMillis()), repeat.partition(), repeat.instance()),
                        TreeMap::new,
                        Collectors.counting()));
        return moves.entrySet().stream()
                .map(move ->
                        "not cut off by a kill, or not only: %s, %d requests".formatted(move.getKey(), move.getValue()))
                .toList();
    }

    private boolean isUnexplained(AuditLog.Repeat repeat) {
        int request = ledger.number(repeat.requestId());
        return request >= 0 && calls.unexplained(request, cuts) > 0;
    }
}
