package dev.alize.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.diagnosis.Shell;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentAdvice;
import dev.alize.schemas.IncidentEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints incidents, for people and for programs. */
final class IncidentView {
    private static final String ROW = "%-32s %-3s %-14s %-20s %-20s %-12s %s";

    private IncidentView() {}

    static String table(List<Incident> incidents) {
        if (incidents.isEmpty()) {
            return "no incident";
        }
        return ROW.formatted("ID", "SEV", "STATUS", "OPENED", "RESOLVED", "IC", "WHAT")
                + incidents.stream()
                        .map(one -> "\n" + plain(row(one)).stripTrailing())
                        .collect(Collectors.joining());
    }

    private static String row(Incident one) {
        return ROW.formatted(
                one.getId(),
                one.getSeverity(),
                one.getStatus(),
                time(one.getOpenedAt()),
                time(one.getResolvedAt()),
                one.getIc() == null ? "" : one.getIc(),
                one.getTitle() + targets(one));
    }

    private static String targets(Incident one) {
        return one.getTargets().isEmpty() ? "" : " (" + String.join(", ", one.getTargets()) + ")";
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * One incident.
     *
     * @param flags that the suggested commands need as this one did
     */
    static List<String> lines(Incident one, List<String> flags) {
        List<String> lines = written(one, added(flags));
        lines.replaceAll(IncidentView::plain);
        return lines;
    }

    private static String added(List<String> flags) {
        return flags.isEmpty() ? "" : " " + Shell.line(flags);
    }

    /** Texts come from a topic that others may write to: nothing in them moves the terminal's cursor. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static List<String> written(Incident one, String flags) {
        List<String> lines = new ArrayList<>();
        lines.add(one.getSeverity() + " " + one.getId() + ": " + one.getTitle() + targets(one));
        lines.add("");
        lines.add(one.getSummary());
        lines.add("Everyone or just me: " + one.getReach().replace('_', ' ') + ". " + one.getReachBecause());
        lines.add("");
        lines.add("status      " + one.getStatus() + (one.getResolvedByHand() ? " (by hand)" : ""));
        lines.add("began       " + time(one.getBeganAt()));
        lines.add("opened      " + time(one.getOpenedAt())
                + (one.getReopened() == 0 ? "" : ", came back " + one.getReopened() + " times"));
        if (one.getResolvedAt() != null) {
            lines.add("resolved    " + time(one.getResolvedAt()));
        }
        lines.add("seen        " + (one.getAcked() ? time(one.getAckedAt()) + " by " + one.getAckedBy() : "no"));
        lines.add("commander   " + (one.getIc() == null ? "none" : one.getIc()));
        if (one.getRootCause() != null) {
            lines.add("root cause  " + one.getRootCause());
        }
        new TreeMap<>(one.getCounts())
                .forEach((name, count) -> lines.add(String.format(Locale.ROOT, "%-32s %,d", name, count)));
        lines.add("");
        lines.add("What may be done:");
        one.getAdvice().forEach(step -> {
            lines.add("  " + step.getText());
            if (step.getCommand() != null) {
                lines.add("    " + step.getCommand() + flags);
            }
        });
        lines.add("");
        lines.add("Timeline (UTC):");
        one.getTimeline().forEach(entry -> lines.add("  " + row(entry)));
        return lines;
    }

    private static String row(IncidentEntry entry) {
        return time(entry.getAt()) + "  " + entry.getText() + (entry.getBy() == null ? "" : " (" + entry.getBy() + ")");
    }

    /** Several, as {@link #json(Incident, List)}. */
    static String json(List<Incident> incidents, List<String> flags) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        incidents.forEach(one -> array.add(json(one, flags)));
        return array.toString();
    }

    /**
     * One incident.
     *
     * @param flags that the suggested commands need as this one did
     */
    static ObjectNode json(Incident one, List<String> flags) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", one.getId());
        node.put("severity", one.getSeverity());
        node.put("status", one.getStatus());
        one.getTargets().forEach(node.putArray("targets")::add);
        node.put("provider", one.getProvider());
        node.put("cause", one.getCause());
        node.put("title", one.getTitle());
        node.put("summary", one.getSummary());
        node.put("reach", one.getReach());
        node.put("reach_because", one.getReachBecause());
        ArrayNode advice = node.putArray("advice");
        for (IncidentAdvice step : one.getAdvice()) {
            String command = step.getCommand();
            advice.addObject()
                    .put("text", step.getText())
                    .put("command", command == null ? null : command + added(flags));
        }
        node.put("began_at", one.getBeganAt().toString());
        node.put("opened_at", one.getOpenedAt().toString());
        node.put("updated_at", one.getUpdatedAt().toString());
        node.put("resolved_at", text(one.getResolvedAt()));
        node.put("revision", one.getRevision());
        node.put("reopened", one.getReopened());
        node.put("acked", one.getAcked());
        node.put("acked_by", one.getAckedBy());
        node.put("acked_at", text(one.getAckedAt()));
        node.put("ic", one.getIc());
        node.put("root_cause", one.getRootCause());
        node.put("resolved_by_hand", one.getResolvedByHand());
        ObjectNode counts = node.putObject("counts");
        for (Map.Entry<String, Long> count : new TreeMap<>(one.getCounts()).entrySet()) {
            counts.put(count.getKey(), count.getValue());
        }
        ArrayNode timeline = node.putArray("timeline");
        one.getTimeline()
                .forEach(entry -> timeline.addObject()
                        .put("at", entry.getAt().toString())
                        .put("kind", entry.getKind())
                        .put("text", entry.getText())
                        .put("by", entry.getBy()));
        return node;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
