package dev.alize.alerts;

import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes incidents small enough to be kept for each receiver: others may write to their topic too. Pure. */
final class Brief {
    private static final int MOST_ROWS = 5;
    private static final int MOST_STEPS = 10;
    private static final int MOST_NAMES = 50;
    private static final int LONGEST = 2_000;
    private static final int LONGEST_LINE = 400;
    /** What was done about it. */
    private static final Set<String> DONE = Set.of("control", "mitigate", "root_cause");

    private Brief() {}

    /** A copy with the rows that tell what was done, and bounded texts without control characters. */
    static Incident of(Incident incident) {
        Incident copy = Incident.newBuilder(incident).build();
        copy.setTitle(bounded(incident.getTitle(), LONGEST_LINE));
        copy.setSummary(bounded(incident.getSummary(), LONGEST));
        copy.setReachBecause(bounded(incident.getReachBecause(), LONGEST_LINE));
        copy.setTargets(new ArrayList<>(incident.getTargets().stream()
                .limit(MOST_NAMES)
                .map(target -> bounded(target, LONGEST_LINE))
                .toList()));
        copy.setAdvice(
                new ArrayList<>(incident.getAdvice().stream().limit(MOST_STEPS).toList()));
        copy.setCounts(incident.getCounts().entrySet().stream()
                .limit(MOST_NAMES)
                .collect(Collectors.toMap(count -> count.getKey(), count -> count.getValue())));
        List<IncidentEntry> done = incident.getTimeline().stream()
                .filter(row -> DONE.contains(row.getKind()))
                .map(row -> new IncidentEntry(
                        row.getAt(), row.getKind(), bounded(row.getText(), LONGEST_LINE), row.getBy()))
                .toList();
        copy.setTimeline(new ArrayList<>(done.subList(Math.max(0, done.size() - MOST_ROWS), done.size())));
        return copy;
    }

    /** The rows after those that were read, as one sentence; empty where there are none. */
    static String line(Incident incident, int read) {
        List<IncidentEntry> rows = incident.getTimeline();
        if (read >= rows.size()) {
            return "";
        }
        return rows.subList(Math.max(read, rows.size() - MOST_ROWS), rows.size()).stream()
                .map(row -> bounded(row.getText(), LONGEST_LINE))
                .collect(Collectors.joining("; "));
    }

    static String bounded(String text, int most) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (plain.length() <= most) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(most - 1)) ? most - 1 : most;
        return plain.substring(0, end) + "…";
    }
}
