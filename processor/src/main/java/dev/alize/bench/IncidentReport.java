package dev.alize.bench;

import dev.alize.bench.IncidentBench.Played;
import dev.alize.bench.IncidentLog.Seen;
import dev.alize.bench.OutageScript.Expected;
import dev.alize.bench.OutageScript.Hit;
import dev.alize.schemas.Incident;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** What the gateway said of the outages that were played to it. */
final class IncidentReport {
    private static final double DETECTED_S = 60;
    private static final double RESOLVED_S = 120;

    private final IncidentOptions options;
    private final List<Played> played;
    private final int opened;

    /**
     * The requests meanwhile.
     *
     * @param missing without a response
     * @param duplicates responses too many
     */
    record Traffic(int sent, int missing, int duplicates) {}

    /** @param opened all incidents that were opened from the start to the end of the bench */
    IncidentReport(IncidentOptions options, List<Played> played, int opened) {
        this.options = options;
        this.played = played;
        this.opened = opened;
    }

    Report report(Cpu used, Traffic traffic, int threadDeaths) {
        long wrong = played.stream().filter(one -> !isRight(one)).count();
        long harmless = played.stream()
                .filter(one -> one.script().expected() == null)
                .mapToLong(one -> one.seen().size())
                .sum();
        long flapping = played.stream().mapToLong(IncidentReport::flapping).sum();
        long others =
                opened - played.stream().mapToLong(one -> one.seen().size()).sum();
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        options.describe(json);
        json.put("outages", played.stream().map(IncidentReport::json).toList());
        json.put("wrong", wrong);
        json.put("incidents_of_blips", harmless);
        json.put("incidents_of_nothing", others);
        json.put("flapping", flapping);
        json.put("requests", traffic.sent());
        json.put("missing", traffic.missing());
        json.put("duplicates", traffic.duplicates());
        json.put("thread_deaths", threadDeaths);
        json.put("cpu_seconds", used.seconds());
        List<Bar> bars = List.of(
                Bar.atMost("slowest detection, s", worst(IncidentReport::detected), DETECTED_S),
                Bar.atMost("slowest resolution after the end, s", worst(IncidentReport::resolved), RESOLVED_S),
                Bar.mustBeAtMost("outages not told right", wrong, 0),
                Bar.mustBeAtMost("incidents opened by harmless blips", harmless, 0),
                Bar.mustBeAtMost("incidents opened while nothing was played", others, 0),
                Bar.mustBeAtMost("incidents too many, or opened again", flapping, 0),
                Bar.mustBeAtMost("requests without a response", traffic.missing(), 0),
                Bar.mustBeAtMost("duplicates", traffic.duplicates(), 0),
                Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        List<String> rows = new ArrayList<>();
        rows.add(header());
        played.forEach(one -> rows.add(row(one)));
        return new Report(method(), used.seconds(), bars, rows, json);
    }

    /** Of all outages that must be seen; not a number where one was not. */
    private double worst(java.util.function.Function<Played, DoubleStream> figures) {
        return played.stream()
                .filter(one -> one.script().expected() != null)
                .mapToDouble(one -> figures.apply(one).max().orElse(Double.NaN))
                .reduce(0, Math::max);
    }

    private static DoubleStream detected(Played one) {
        return one.seen().stream().mapToDouble(seen -> (seen.opened() - one.begun()) / 1e9);
    }

    private static DoubleStream resolved(Played one) {
        return one.seen().stream()
                .mapToDouble(seen -> seen.resolved() == null ? Double.NaN : (seen.resolved() - one.ended()) / 1e9);
    }

    /** Whether there is one incident for each provider that was hit, which says what it should and lasts to the end. */
    private boolean isRight(Played one) {
        Expected expected = one.script().expected();
        if (expected == null) {
            return one.seen().isEmpty();
        }
        return one.script().hits().stream()
                        .map(Hit::provider)
                        .map(options::provider)
                        .allMatch(provider -> one.seen().stream()
                                .map(Seen::record)
                                .anyMatch(record -> record.getProvider().equals(provider)
                                        && said(record).equals(expected)))
                && one.seen().stream()
                        .allMatch(seen -> said(seen.record()).equals(expected)
                                && (seen.resolved() == null || seen.resolved() - one.ended() >= 0));
    }

    private static Expected said(Incident record) {
        return new Expected(record.getSeverity(), record.getCause(), record.getReach());
    }

    private static long flapping(Played one) {
        int wanted = one.script().expected() == null
                ? one.seen().size()
                : one.script().hits().size();
        return Math.max(0, one.seen().size() - wanted)
                + one.seen().stream()
                        .mapToLong(seen -> seen.record().getReopened())
                        .sum();
    }

    private static String header() {
        return line("outage", "lasted s", "opened s", "over s", "expected", "said (provider, changes)");
    }

    /** One outage for people. */
    static String row(Played one) {
        Expected expected = one.script().expected();
        return line(
                one.script().name(),
                number((one.ended() - one.begun()) / 1e9),
                numbers(detected(one)),
                numbers(resolved(one)),
                expected == null ? "none" : expected.toString(),
                one.seen().isEmpty()
                        ? "none"
                        : one.seen().stream()
                                .map(Seen::record)
                                .map(record ->
                                        said(record) + " (" + record.getProvider() + ", " + record.getRevision() + ")")
                                .collect(Collectors.joining("; ")));
    }

    private static String line(String... cells) {
        return "%-13s %8s %12s %12s  %-26s %s".formatted((Object[]) cells);
    }

    private static String numbers(DoubleStream figures) {
        String all = figures.mapToObj(IncidentReport::number).collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }

    private static String number(double figure) {
        return Double.isNaN(figure) ? "never" : String.format(Locale.ROOT, "%.1f", figure);
    }

    private static SequencedMap<String, @Nullable Object> json(Played one) {
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("outage", one.script().name());
        json.put("lasted_s", Report.rounded((one.ended() - one.begun()) / 1e9));
        json.put("expected", String.valueOf(one.script().expected()));
        json.put(
                "incidents",
                one.seen().stream().map(seen -> incident(one, seen)).toList());
        return json;
    }

    private static SequencedMap<String, @Nullable Object> incident(Played one, Seen seen) {
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        Long resolved = seen.resolved();
        json.put("id", seen.record().getId());
        json.put("provider", seen.record().getProvider());
        json.put("said", said(seen.record()).toString());
        json.put("detected_s", Report.rounded((seen.opened() - one.begun()) / 1e9));
        json.put("resolved_s", resolved == null ? null : Report.rounded((resolved - one.ended()) / 1e9));
        json.put("revisions", seen.record().getRevision());
        json.put("reopened", seen.record().getReopened());
        json.put(
                "timeline",
                seen.record().getTimeline().stream()
                        .map(row -> row.getAt() + " " + row.getKind() + ": " + row.getText())
                        .toList());
        return json;
    }

    private String method() {
        return "%d requests per second to two targets of two providers, by turns; each takes over where the other fails. One outage after the other, the next once the last is resolved. Opened: from its beginning to the first record of its incident that could be read; over: from its end to the record that says so."
                .formatted(options.rate());
    }
}
