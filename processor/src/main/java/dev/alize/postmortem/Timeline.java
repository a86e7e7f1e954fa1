package dev.alize.postmortem;

import dev.alize.postmortem.Report.Incident;
import dev.alize.postmortem.Report.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a reader has to know of the course of events, in at most {@link #MOST} rows. */
final class Timeline {
    static final int MOST = 40;

    /** What several instances say of one thing within this time is one row. */
    private static final Duration TOGETHER = Duration.ofSeconds(30);
    /** Rows of one kind and target that are shown before the rest becomes one row. */
    private static final int SHOWN = 4;

    private static final int TURNING_POINT = 0;
    private static final int ALARM = 1;
    private static final int CHANGE = 2;
    private static final int DETAIL = 3;

    private final List<Row> rows = new ArrayList<>();

    /** Rows of one thing. */
    private static final class Row {
        final Instant at;
        final int rank;
        final String what;
        int times = 1;
        final Set<String> instances = new HashSet<>();

        Row(Instant at, int rank, String what) {
            this.at = at;
            this.rank = rank;
            this.what = what;
        }

        Moment moment() {
            if (instances.size() > 1) {
                return new Moment(at, what + " (on " + instances.size() + " instances)");
            }
            return new Moment(at, times > 1 ? what + " (" + times + " times)" : what);
        }
    }

    private Timeline() {}

    static List<Moment> of(Tally tally, @Nullable Incident incident) {
        Timeline timeline = new Timeline();
        if (incident != null) {
            timeline.mark(incident.from(), "First failure");
            timeline.mark(incident.to(), "Last failure");
            if (incident.recovered() != null) {
                timeline.mark(incident.recovered(), "Recovered: first completed request after the last failure");
            }
        }
        timeline.mark(tally.firstFallback, "First request went on to a fallback");
        timeline.mark(tally.firstStale, "First old answer out of the cache, as no target took calls");
        timeline.add(tally.happenings);
        return timeline.condensed();
    }

    private void mark(long millis, String what) {
        if (millis > 0) {
            mark(Instant.ofEpochMilli(millis), what);
        }
    }

    private void mark(Instant at, String what) {
        rows.add(new Row(at, TURNING_POINT, what));
    }

    private void add(List<Happening> happenings) {
        Map<String, Row> latest = new HashMap<>();
        for (Happening happening : happenings) {
            String what = words(happening);
            Row row = latest.get(what);
            if (row == null || row.at.plus(TOGETHER).isBefore(happening.at())) {
                row = new Row(happening.at(), rank(happening), what);
                latest.put(what, row);
                rows.add(row);
            } else {
                row.times++;
            }
            row.instances.add(happening.instance());
        }
    }

    private static int rank(Happening happening) {
        return switch (happening.kind()) {
            case "key_refused", "key_accepted" -> TURNING_POINT;
            case "breaker" -> happening.reason().equals("half_open") ? DETAIL : ALARM;
            case "incident", "silence" -> ALARM;
            case "control", "configuration", "started", "stopped", "probe" -> CHANGE;
            default -> DETAIL;
        };
    }

    private static String words(Happening happening) {
        String of = happening.target() == null ? "" : " of " + happening.target();
        String reason = happening.reason().replace('_', ' ');
        String said = reason.isEmpty() ? "" : ": " + reason;
        return switch (happening.kind()) {
            case "breaker" ->
                "Breaker" + of + " "
                        + (reason.equals("open")
                                ? "opened"
                                : reason.equals("half open") ? "let trial calls through" : reason);
            case "key_refused" -> "Key" + of + " refused" + said;
            case "key_accepted" -> "Key" + of + " accepted again" + said;
            case "probe" -> "Probe" + of + said;
            case "silence" ->
                reason.equals("begun")
                        ? "Open calls got no answer" + of.replace(" of ", " from ")
                        : "Silence" + of + said;
            case "control" ->
                "Control command" + said + (happening.target() == null ? "" : " for " + happening.target());
            case "configuration" -> "Configuration loaded: " + happening.configuration() + said;
            case "started" -> "Instance started: " + happening.instance();
            case "stopped" -> "Instance stopped: " + happening.instance() + said;
            case "pacing" -> "Pacing" + said + pacing(happening.details());
            case "incident" -> operators(reason, happening.details());
            default -> happening.kind().replace('_', ' ') + of + said;
        };
    }

    private static String operators(String action, Map<String, String> details) {
        String text = details.getOrDefault("text", details.getOrDefault("ic", ""));
        return "Incident " + details.getOrDefault("incident", "") + ": " + action + (text.isEmpty() ? "" : ": " + text)
                + " (" + details.getOrDefault("by", "unknown") + ")";
    }

    private static String pacing(Map<String, String> details) {
        String of = details.get("group");
        return of == null ? "" : " (" + of + ")";
    }

    private List<Moment> condensed() {
        rows.sort(Comparator.comparing(row -> row.at));
        List<Row> kept = new ArrayList<>(rows);
        if (kept.size() > MOST) {
            kept = withoutRepeats(kept);
        }
        int left = 0;
        for (int rank = DETAIL; rank >= 0 && kept.size() > MOST - 1; rank--) {
            left += removeOf(rank, kept);
        }
        List<Moment> moments = new ArrayList<>(kept.stream().map(Row::moment).toList());
        if (left > 0 && !kept.isEmpty()) {
            moments.add(new Moment(kept.getLast().at, Words.count(left, "less important row") + " left out"));
        }
        return moments;
    }

    /** From the middle, as many as are too many. */
    private static int removeOf(int rank, List<Row> kept) {
        int left = 0;
        for (int i = kept.size() - 1; i >= 0 && kept.size() > MOST - 1; i--) {
            if (kept.get(i).rank == rank) {
                kept.remove(i);
                left++;
            }
        }
        return left;
    }

    private static List<Row> withoutRepeats(List<Row> rows) {
        Map<String, List<Row>> same = new TreeMap<>();
        rows.forEach(
                row -> same.computeIfAbsent(row.what, what -> new ArrayList<>()).add(row));
        List<Row> kept = new ArrayList<>();
        same.forEach((what, all) -> {
            if (all.size() <= SHOWN) {
                kept.addAll(all);
                return;
            }
            kept.addAll(all.subList(0, 2));
            Row last = all.getLast();
            Row between = new Row(
                    all.get(2).at,
                    last.rank,
                    what + ", " + (all.size() - 3) + " more times until " + Words.time(all.get(all.size() - 2).at));
            kept.add(between);
            kept.add(last);
        });
        kept.sort(Comparator.comparing(row -> row.at));
        return kept;
    }
}
