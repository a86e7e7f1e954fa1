package dev.alize.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.UsageRow;
import dev.alize.usage.Durations;
import dev.alize.usage.Grouping;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints sums of usage. */
final class UsageView {
    private static final int NANO_DIGITS = 9;
    private static final int TABLE_DIGITS = 6;
    private static final double MILLIONTHS = 1e6;
    private static final String[] STATUSES = {"completed", "blocked", "failed", "expired", "cancelled"};

    private UsageView() {}

    private static String named(Grouping by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    /** Numbers, text of numbers that are exact, or null where there is nothing to divide by. */
    private static Map<String, @Nullable Object> columns(UsageRow sums) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("requests", requests(sums));
        for (String status : STATUSES) {
            columns.put(status, sums.getRequests().getOrDefault(status, 0L));
        }
        columns.put("cache_hits", sums.getCacheHits());
        columns.put("degraded", sums.getDegraded());
        columns.put("attempts", sums.getAttempts());
        columns.put("failed_attempts", failures(sums));
        columns.put("possibly_billed", sums.getPossiblyBilled());
        columns.put("retries", sums.getRetries());
        columns.put("fallbacks", sums.getFallbacks());
        columns.put("prompt_tokens", sums.getPromptTokens());
        columns.put("cached_tokens", sums.getCachedTokens());
        columns.put("completion_tokens", sums.getCompletionTokens());
        columns.put("cost_usd", usd(sums.getCostNanoUsd()));
        columns.put("unpriced_attempts", sums.getUnpriced());
        columns.put("mean_attempt_ms", mean(sums.getProviderMs(), sums.getAttempts() - failures(sums)));
        columns.put("p50_attempt_ms", boxed(Durations.percentile(sums.getProviderDurations(), 0.5)));
        columns.put("p95_attempt_ms", boxed(Durations.percentile(sums.getProviderDurations(), 0.95)));
        columns.put("mean_total_ms", mean(sums.getTotalMs(), sums.getRequests().getOrDefault("completed", 0L)));
        columns.put(
                "quality_mean",
                sums.getQualityCount() == 0 ? null : sums.getQualityMillionths() / MILLIONTHS / sums.getQualityCount());
        columns.put("quality_count", sums.getQualityCount());
        return columns;
    }

    static ObjectNode json(Grouping by, String name, UsageRow sums) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(named(by), name);
        columns(sums).forEach((column, value) -> {
            switch (value) {
                case null -> node.putNull(column);
                case Long number -> node.put(column, number);
                case Double number -> node.put(column, number);
                default -> node.put(column, value.toString());
            }
        });
        ObjectNode failures = node.putObject("failures");
        new TreeMap<>(sums.getFailures()).forEach(failures::put);
        return node;
    }

    static String csvHead(Grouping by) {
        return named(by) + "," + String.join(",", columns(Grouping.nothing()).keySet());
    }

    static String csv(String name, UsageRow sums) {
        return quoted(name) + ","
                + columns(sums).values().stream()
                        .map(value -> value == null ? "" : value.toString())
                        .collect(Collectors.joining(","));
    }

    /** By RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
    private static String quoted(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    /** Lines of a table, with a line of sums where there is more than one group. */
    static List<String> table(Grouping by, TreeMap<String, UsageRow> groups) {
        if (groups.isEmpty()) {
            return List.of("No usage in this window.");
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(head(by));
        groups.forEach((name, sums) -> cells.add(line(by, LetterView.safe(name.isEmpty() ? "(none)" : name), sums)));
        if (groups.size() > 1) {
            cells.add(line(by, "(all)", Grouping.total(groups.values())));
        }
        return aligned(cells);
    }

    private static List<String> head(Grouping by) {
        List<String> head = new ArrayList<>(List.of(named(by).toUpperCase(Locale.ROOT), "REQUESTS", "NOT COMPLETED"));
        if (by == Grouping.TARGET) {
            head.addAll(List.of("QUALITY", "USD/REQUEST", "MEAN MS", "P50 MS", "P95 MS"));
        }
        head.addAll(List.of("ATTEMPTS", "FAILED", "PROMPT", "CACHED", "COMPLETION", "USD"));
        return head;
    }

    private static List<String> line(Grouping by, String name, UsageRow sums) {
        long requests = requests(sums);
        long completed = sums.getRequests().getOrDefault("completed", 0L);
        List<String> line =
                new ArrayList<>(List.of(name, Long.toString(requests), share(requests - completed, requests)));
        if (by == Grouping.TARGET) {
            Map<String, @Nullable Object> columns = columns(sums);
            Object quality = columns.get("quality_mean");
            line.add(quality instanceof Double mean ? String.format(Locale.ROOT, "%.3f", mean) : "");
            line.add(
                    requests == 0
                            ? ""
                            : BigDecimal.valueOf(sums.getCostNanoUsd(), NANO_DIGITS)
                                    .divide(BigDecimal.valueOf(requests), TABLE_DIGITS, RoundingMode.HALF_EVEN)
                                    .toPlainString());
            for (String column : List.of("mean_attempt_ms", "p50_attempt_ms", "p95_attempt_ms")) {
                Object value = columns.get(column);
                line.add(value == null ? "" : value.toString());
            }
        }
        line.add(Long.toString(sums.getAttempts()));
        line.add(share(failures(sums), sums.getAttempts()));
        line.add(Long.toString(sums.getPromptTokens()));
        line.add(Long.toString(sums.getCachedTokens()));
        line.add(Long.toString(sums.getCompletionTokens()));
        line.add(BigDecimal.valueOf(sums.getCostNanoUsd(), NANO_DIGITS)
                .setScale(TABLE_DIGITS, RoundingMode.HALF_EVEN)
                .toPlainString());
        return line;
    }

    private static List<String> aligned(List<List<String>> cells) {
        int columns = cells.getFirst().size();
        int[] widths = new int[columns];
        cells.forEach(line -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        return cells.stream().map(line -> aligned(line, widths)).toList();
    }

    private static String aligned(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = line.get(i);
            String gap = " ".repeat(widths[i] - cell.length());
            text.append(i == 0 ? "" : "  ").append(i == 0 ? cell + gap : gap + cell);
        }
        return text.toString().stripTrailing();
    }

    private static String usd(long nano) {
        return BigDecimal.valueOf(nano, NANO_DIGITS).toPlainString();
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static long requests(UsageRow sums) {
        return sums.getRequests().values().stream().mapToLong(Long::longValue).sum();
    }

    private static long failures(UsageRow sums) {
        return sums.getFailures().values().stream().mapToLong(Long::longValue).sum();
    }

    private static @Nullable Long mean(long sum, long count) {
        return count <= 0 ? null : Long.valueOf(Math.round((double) sum / count));
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }
}
