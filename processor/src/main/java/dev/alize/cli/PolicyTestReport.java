package dev.alize.cli;

import dev.alize.trial.Tally;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Counts and times of {@code alize policy test}. */
final class PolicyTestReport {
    private PolicyTestReport() {}

    static void print(Tally tally, PrintWriter out) {
        Set<String> columns = new LinkedHashSet<>(tally.lines().keySet());
        tally.policies().values().forEach(counts -> columns.addAll(counts.keySet()));
        int width = tally.policies().keySet().stream().mapToInt(String::length).reduce("policy".length(), Math::max);
        out.println(row("policy", width, columns.stream().toArray(Object[]::new)));
        tally.policies().forEach((policy, counts) -> out.println(row(policy, width, cells(counts, columns))));
        out.println(row("lines", width, cells(tally.lines(), columns)));
        out.println(String.format(
                Locale.ROOT,
                "%,d lines judged in %.1f ms; per line median %.3f ms, p99 %.3f ms.",
                tally.judged(),
                tally.totalMillis(),
                tally.millis(0.5),
                tally.millis(0.99)));
        out.flush();
    }

    private static Object[] cells(Map<String, Integer> counts, Set<String> columns) {
        return columns.stream()
                .map(column -> counts.containsKey(column) ? String.format(Locale.ROOT, "%,d", counts.get(column)) : "")
                .toArray();
    }

    private static String row(String name, int width, Object... cells) {
        StringBuilder row = new StringBuilder(name).append(" ".repeat(width - name.length()));
        for (Object cell : cells) {
            row.append(String.format(Locale.ROOT, "%11s", cell));
        }
        return row.toString().stripTrailing();
    }
}
