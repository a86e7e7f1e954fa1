package dev.alize.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.bench.Bar;
import dev.alize.bench.Report;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints the report of a bench. */
final class BenchTable {
    private BenchTable() {}

    static void print(Report report, PrintWriter out, boolean json) {
        out.println(report.method());
        out.println();
        row(out, "part", "CPU seconds", "", "");
        report.cpuSeconds().forEach((part, seconds) -> row(out, part, number(seconds), "", ""));
        out.println();
        row(out, "result", "measured", "bar", "");
        report.bars().forEach(bar -> row(out, bar.what(), number(bar.measured()), limit(bar), verdict(bar)));
        out.println();
        report.notes().forEach(out::println);
        if (json) {
            out.println(json(report));
        }
        out.flush();
    }

    private static void row(PrintWriter out, String what, String measured, String bar, String verdict) {
        out.println(
                "%-52s %12s %12s  %s".formatted(what, measured, bar, verdict).stripTrailing());
    }

    private static String limit(Bar bar) {
        return bar.isJudged() ? (bar.atLeast() ? ">= " : "<= ") + number(bar.limit()) : "";
    }

    private static String verdict(Bar bar) {
        if (!bar.isJudged()) {
            return "";
        }
        return bar.passed() ? "pass" : bar.enforced() ? "FAIL" : "missed";
    }

    /** Whole where it is, else with three decimals at most. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "none";
        }
        String form = value == Math.rint(value) || value >= 1_000 ? "%,.0f" : value >= 100 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, form, value);
    }

    private static String json(Report report) {
        try {
            return new ObjectMapper().writeValueAsString(report.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The results are no JSON: " + e.getMessage(), e);
        }
    }
}
