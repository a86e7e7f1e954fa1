package dev.alize.postmortem;

import dev.alize.postmortem.Report.BreakerRow;
import dev.alize.postmortem.Report.Change;
import dev.alize.postmortem.Report.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The plots of a page, each with its legend, a text for those who cannot see it, and its numbers as a table. */
final class Figures {
    private static final Map<String, String> OUTCOMES = Map.of(
            "completed", "c1",
            "completed by fallback", "c2",
            "blocked", "c6",
            "failed", "c5",
            "expired", "c4",
            "cancelled", "c8");
    private static final List<String> KINDS = List.of("c5", "c1", "c4", "c3", "c6", "c2", "c7", "c8");

    private final Report report;
    private final Series series;
    private final Plots plots;
    private final HtmlWriter out;
    private int number;

    Figures(Report report, HtmlWriter out) {
        this.report = report;
        this.series = report.series();
        this.plots = new Plots(report);
        this.out = out;
    }

    void all() {
        out.section("Course of the window");
        outcomes();
        failures();
        latency();
        fallback();
        cost();
        quota();
        breakers();
    }

    private void outcomes() {
        Map<String, long[]> bars = nonEmpty(series.outcomes());
        figure(
                "Requests by outcome",
                totals(bars, "request"),
                swatches(bars, OUTCOMES),
                bars.isEmpty(),
                () -> plots.stacked(bars, OUTCOMES, "requests per " + plots.slice()));
        table("Requests by outcome", bars);
    }

    private void failures() {
        Map<String, long[]> bars = nonEmpty(series.failures());
        Map<String, String> colours = new LinkedHashMap<>();
        int next = 0;
        for (String kind : bars.keySet()) {
            colours.put(kind, KINDS.get(Math.min(next++, KINDS.size() - 1)));
        }
        figure(
                "Failed calls by kind",
                totals(bars, "failed call"),
                swatches(bars, colours),
                bars.isEmpty(),
                () -> plots.stacked(bars, colours, "calls per " + plots.slice()));
        table("Failed calls by kind", bars);
    }

    private void latency() {
        boolean none =
                series.latency().values().stream().flatMapToLong(Arrays::stream).allMatch(millis -> millis < 0);
        Map<String, String> legend = new LinkedHashMap<>();
        int next = 0;
        for (String name : series.latency().keySet()) {
            legend.put(name, "line c" + Plots.LATENCY[next] + " d" + next++);
        }
        figure(
                "Latency of completed requests",
                "Percentiles of the time from admission to answer, by the time of the answer.",
                legend,
                none,
                plots::latency);
        if (!none) {
            rows("Latency of completed requests", List.copyOf(series.latency().keySet()), i -> {
                List<String> cells = new ArrayList<>();
                series.latency().values().forEach(millis -> cells.add(millis[i] < 0 ? "" : Words.millis(millis[i])));
                return cells;
            });
        }
    }

    private void fallback() {
        boolean none = Arrays.stream(series.fallbackShare()).noneMatch(share -> share > 0);
        figure(
                "Fallback share",
                "Share of the completed requests that another target than the first one answered.",
                Map.of("answered by a fallback", "c2"),
                none,
                plots::fallback);
        if (!none) {
            rows(
                    "Fallback share",
                    List.of("Share"),
                    i -> List.of(series.fallbackShare()[i] > 0 ? Words.percent(series.fallbackShare()[i]) : ""));
        }
    }

    private void cost() {
        boolean none = Arrays.stream(series.nanoUsd()).allMatch(nano -> nano == 0);
        figure(
                "Cost",
                Words.usd(Arrays.stream(series.nanoUsd()).sum()) + " in all, by the time of the call.",
                Map.of("USD", "c1"),
                none,
                plots::cost);
        if (!none) {
            rows("Cost", List.of("Cost"), i -> List.of(series.nanoUsd()[i] == 0 ? "" : Words.usd(series.nanoUsd()[i])));
        }
    }

    private void quota() {
        boolean none =
                series.remaining().isEmpty() && Arrays.stream(series.limited()).allMatch(count -> count == 0);
        Map<String, String> legend = new LinkedHashMap<>();
        int next = 0;
        for (String meter : series.remaining().keySet()) {
            legend.put(meter, "line c" + Plots.QUOTA[next % Plots.QUOTA.length] + " d" + next++ % Plots.DASHES);
        }
        long limited = Arrays.stream(series.limited()).sum();
        legend.put("answers with status 429", "c5");
        figure(
                "Quota",
                "What the provider's headers said was left, at the least; " + Words.count(limited, "answer")
                        + " with status 429.",
                legend,
                none,
                plots::quota);
        if (!none) {
            List<String> head = new ArrayList<>(series.remaining().keySet());
            head.add("Status 429");
            rows("Quota left", head, i -> {
                List<String> cells = new ArrayList<>();
                series.remaining().values().forEach(least -> cells.add(least[i] < 0 ? "" : Words.number(least[i])));
                cells.add(series.limited()[i] == 0 ? "" : Words.number(series.limited()[i]));
                return cells;
            });
        }
    }

    private void breakers() {
        Map<String, String> legend = new LinkedHashMap<>();
        legend.put("open", Plots.colour("open"));
        legend.put("half open", Plots.colour("half_open"));
        legend.put("closed", Plots.colour("closed"));
        figure(
                "Breakers",
                "When the circuit breakers of targets let calls through."
                        + (series.breakersLeftOut() == 0
                                ? ""
                                : " " + Words.count(series.breakersLeftOut(), "breaker")
                                        + " with fewer changes left out."),
                legend,
                series.breakers().isEmpty(),
                plots::breakers);
        List<List<String>> rows = new ArrayList<>();
        for (BreakerRow breaker : series.breakers()) {
            for (Change change : breaker.changes()) {
                rows.add(List.of(
                        Words.time(change.at()),
                        breaker.target(),
                        breaker.instance(),
                        change.state().replace('_', ' ')));
            }
        }
        if (!rows.isEmpty()) {
            details(
                    "Breakers",
                    List.of("Time", "Target", "Instance", "State"),
                    rows.subList(0, Math.min(500, rows.size())));
        }
    }

    private void figure(String title, String text, Map<String, String> legend, boolean empty, Supplier<Axes> drawing) {
        number++;
        out.raw("<figure>\n<figcaption><h3>" + title + "</h3><p>" + Escape.html(text) + "</p></figcaption>\n");
        if (empty) {
            out.raw("<p class=\"none\">None in this window.</p>\n");
        } else {
            Axes axes = drawing.get();
            legend(legend);
            out.raw(("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"t%3$d d%3$d\">"
                            + "<title id=\"t%3$d\">%4$s</title><desc id=\"d%3$d\">%5$s</desc>\n%6$s</svg>\n")
                    .formatted(Axes.WIDTH, axes.height(), number, title, Escape.html(text), axes.svg()));
        }
        out.raw("</figure>\n");
    }

    private void legend(Map<String, String> legend) {
        out.raw("<ul class=\"legend\">");
        legend.forEach((name, style) -> {
            String sample = style.startsWith("line")
                    ? "<path class=\"" + style + "\" d=\"M0 6H26\"/>"
                    : "<rect class=\"fill " + style + "\" x=\"7\" y=\"0\" width=\"12\" height=\"12\"/>";
            out.raw("<li><svg width=\"26\" height=\"12\" aria-hidden=\"true\">" + sample + "</svg> "
                    + Escape.html(name.replace('_', ' ')) + "</li>");
        });
        if (report.incident() != null) {
            out.raw("<li><svg width=\"26\" height=\"12\" aria-hidden=\"true\"><rect class=\"incident\" width=\"26\""
                    + " height=\"12\"/></svg> incident</li>");
        }
        out.raw("</ul>\n");
    }

    private static Map<String, String> swatches(Map<String, long[]> bars, Map<String, String> colours) {
        Map<String, String> legend = new LinkedHashMap<>();
        bars.keySet().forEach(name -> legend.put(name, colours.getOrDefault(name, "c8")));
        return legend;
    }

    private static Map<String, long[]> nonEmpty(Map<String, long[]> all) {
        Map<String, long[]> some = new LinkedHashMap<>();
        all.forEach((name, numbers) -> {
            if (Arrays.stream(numbers).anyMatch(number -> number > 0)) {
                some.put(name, numbers);
            }
        });
        return some;
    }

    /** Such as {@code 2,000 requests: completed 1,900, failed 100.} */
    private static String totals(Map<String, long[]> bars, String what) {
        long sum = 0;
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, long[]> bar : bars.entrySet()) {
            long total = Arrays.stream(bar.getValue()).sum();
            sum += total;
            parts.add(bar.getKey().replace('_', ' ') + " " + Words.number(total));
        }
        return Words.count(sum, what) + (parts.isEmpty() ? "." : ": " + String.join(", ", parts) + ".");
    }

    private void table(String title, Map<String, long[]> numbers) {
        if (!numbers.isEmpty()) {
            rows(
                    title,
                    numbers.keySet().stream()
                            .map(name -> name.replace('_', ' '))
                            .toList(),
                    i -> numbers.values().stream()
                            .map(of -> of[i] == 0 ? "" : Words.number(of[i]))
                            .toList());
        }
    }

    /** Slices without any number are left out. */
    private void rows(String title, List<String> names, IntFunction<List<String>> cells) {
        List<String> head = new ArrayList<>(List.of("From"));
        head.addAll(names);
        boolean days = Duration.between(report.from(), report.to()).toDays() > 0;
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < series.slices(); i++) {
            List<String> of = cells.apply(i);
            if (of.stream().anyMatch(cell -> !cell.isEmpty())) {
                Instant start = report.from().plusMillis(i * series.sliceMillis());
                List<String> row = new ArrayList<>(List.of(days ? Words.moment(start) : Words.time(start)));
                row.addAll(of);
                rows.add(row);
            }
        }
        details(title, head, rows);
    }

    private void details(String title, List<String> head, List<List<String>> rows) {
        out.raw("<details><summary>" + title + " as a table</summary>\n");
        out.table(title, "", head, rows);
        out.raw("</details>\n");
    }
}
