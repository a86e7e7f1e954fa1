package dev.alize.alerts;

import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentAdvice;
import dev.alize.schemas.IncidentEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes incidents small enough to be kept for each receiver: others may write to their topic too. Pure. */
final class Brief {
    private static final int MOST_ROWS = 5;
    private static final int MOST_STEPS = 10;
    private static final int MOST_NAMES = 50;
    private static final int LONGEST = 2_000;
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_NAME = 200;
    /** What was done about it. */
    private static final Set<String> DONE = Set.of("control", "mitigate", "root_cause");

    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]+");

    private Brief() {}

    /** A copy with the rows that tell what was done, and bounded texts without control characters: some 100 KB at most. */
    static Incident of(Incident incident) {
        Incident copy = Incident.newBuilder(incident).build();
        copy.setStatus(bounded(incident.getStatus(), LONGEST_NAME));
        copy.setCause(bounded(incident.getCause(), LONGEST_NAME));
        copy.setProvider(bounded(incident.getProvider(), LONGEST_NAME));
        copy.setTitle(bounded(incident.getTitle(), LONGEST_LINE));
        copy.setSummary(bounded(incident.getSummary(), LONGEST));
        copy.setReach(bounded(incident.getReach(), LONGEST_NAME));
        copy.setReachBecause(bounded(incident.getReachBecause(), LONGEST_LINE));
        copy.setAckedBy(boundedOrNull(incident.getAckedBy(), LONGEST_NAME));
        copy.setIc(boundedOrNull(incident.getIc(), LONGEST_NAME));
        copy.setRootCause(boundedOrNull(incident.getRootCause(), LONGEST));
        copy.setTargets(new ArrayList<>(incident.getTargets().stream()
                .limit(MOST_NAMES)
                .map(target -> bounded(target, LONGEST_NAME))
                .toList()));
        copy.setAdvice(new ArrayList<>(incident.getAdvice().stream()
                .limit(MOST_STEPS)
                .map(step -> new IncidentAdvice(
                        bounded(step.getText(), LONGEST_LINE), boundedOrNull(step.getCommand(), LONGEST_LINE)))
                .toList()));
        copy.setCounts(incident.getCounts().entrySet().stream()
                .limit(MOST_NAMES)
                .collect(Collectors.toMap(
                        count -> bounded(count.getKey(), LONGEST_NAME), count -> count.getValue(), Long::sum)));
        List<IncidentEntry> done = incident.getTimeline().stream()
                .filter(row -> DONE.contains(row.getKind()))
                .toList();
        copy.setTimeline(new ArrayList<>(done.subList(Math.max(0, done.size() - MOST_ROWS), done.size()).stream()
                .map(Brief::row)
                .toList()));
        return copy;
    }

    private static IncidentEntry row(IncidentEntry row) {
        return new IncidentEntry(
                row.getAt(),
                row.getKind(),
                bounded(row.getText(), LONGEST_LINE),
                boundedOrNull(row.getBy(), LONGEST_NAME));
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

    private static @Nullable String boundedOrNull(@Nullable String text, int most) {
        return text == null ? null : bounded(text, most);
    }

    /** Without control characters, ends of lines, and what turns the direction of writing. */
    static String bounded(String text, int most) {
        String plain = CONTROL.matcher(text).replaceAll(" ").strip();
        if (plain.length() <= most) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(most - 1)) ? most - 1 : most;
        return plain.substring(0, end) + "…";
    }
}
