package dev.alize.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.replay.Change.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a replay found.
 *
 * @param events audit events in the window
 * @param foreign records of the trail that hold no event
 * @param judged requests that were run through the other configuration
 * @param unchanged those among them that would fare as they did
 * @param unfinished those among them that were not answered within the window
 * @param kinds how many change, by what changes; a request may count in several
 * @param gone requests that their topic no longer holds
 * @param undecodable requests that cannot be read
 * @param notJudged policies that would have to ask somebody
 */
public record Findings(
        long events,
        long foreign,
        long judged,
        long unchanged,
        long unfinished,
        Map<Change.Kind, Long> kinds,
        Cost cost,
        Missing gone,
        Missing undecodable,
        List<String> notJudged) {
    private static final int NANO_DIGITS = 9;

    /**
     * Of the requests whose new cost can be told.
     *
     * @param nanoBefore billionths of a USD
     * @param nanoAfter likewise, by the tokens that were used
     * @param unpriced requests whose new cost nobody can tell; their old cost is not in {@code nanoBefore}
     */
    public record Cost(long nanoBefore, long nanoAfter, long unpriced) {}

    /**
     * Requests that could not be judged.
     *
     * @param names ids of the first of them
     */
    public record Missing(long count, List<String> names) {
        public Missing {
            names = List.copyOf(names);
        }
    }

    public Findings {
        kinds = new TreeMap<>(kinds);
        notJudged = List.copyOf(notJudged);
    }

    public String json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("events", events).put("foreign_records", foreign).put("requests", judged);
        node.put("unchanged", unchanged).put("unanswered", unfinished);
        for (Kind kind : Kind.values()) {
            node.put(kind.code(), kinds.getOrDefault(kind, 0L));
        }
        node.put("cost_before_usd", usd(cost.nanoBefore())).put("cost_after_usd", usd(cost.nanoAfter()));
        node.put("cost_unknown", cost.unpriced());
        missing(node.putObject("not_retained"), gone);
        missing(node.putObject("undecodable"), undecodable);
        notJudged.forEach(node.putArray("policies_not_judged")::add);
        return node.toString();
    }

    private static void missing(ObjectNode node, Missing missing) {
        node.put("count", missing.count());
        missing.names().forEach(node.putArray("first_ids")::add);
    }

    public String table() {
        StringBuilder table = new StringBuilder();
        row(table, "requests judged", judged);
        row(table, "  unchanged", unchanged);
        row(table, "  newly blocked", of(Kind.NEWLY_BLOCKED));
        row(table, "  no longer blocked", of(Kind.NO_LONGER_BLOCKED));
        row(table, "  blocked otherwise", of(Kind.BLOCKED_OTHERWISE));
        row(table, "  redaction differs", of(Kind.REDACTION));
        row(table, "  other verdict", of(Kind.VERDICT));
        row(table, "  route changed", of(Kind.ROUTE));
        row(table, "  no target serves it", of(Kind.NO_TARGET));
        row(table, "not answered in the window", unfinished);
        table.append("%-28s %14s%n".formatted("cost before (USD)", text(cost.nanoBefore())));
        table.append("%-28s %14s%n".formatted("cost after (USD, estimate)", text(cost.nanoAfter())));
        row(table, "cost after unknown", cost.unpriced());
        named(table, "no longer retained", gone);
        named(table, "undecodable", undecodable);
        if (!notJudged.isEmpty()) {
            table.append("not judged, since they would ask somebody or count what was spent: ")
                    .append(String.join(", ", notJudged))
                    .append(System.lineSeparator());
        }
        return table.toString().stripTrailing();
    }

    private long of(Kind kind) {
        return kinds.getOrDefault(kind, 0L);
    }

    private static void row(StringBuilder table, String name, long count) {
        table.append("%-28s %14s%n".formatted(name, String.format(Locale.ROOT, "%,d", count)));
    }

    private static void named(StringBuilder table, String name, Missing missing) {
        row(table, name, missing.count());
        missing.names()
                .forEach(id -> table.append("    ")
                        .append(id.replaceAll("\\p{Cntrl}", "?"))
                        .append(System.lineSeparator()));
        if (missing.count() > missing.names().size()) {
            table.append("    and %,d more%n"
                    .formatted(missing.count() - missing.names().size()));
        }
    }

    private static BigDecimal usd(long nano) {
        return BigDecimal.valueOf(nano, NANO_DIGITS);
    }

    private static String text(long nano) {
        return usd(nano).setScale(6, java.math.RoundingMode.HALF_EVEN).toPlainString();
    }
}
