package dev.alize.postmortem;

import dev.alize.postmortem.Report.BreakerRow;
import dev.alize.postmortem.Report.Change;
import dev.alize.postmortem.Report.Series;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Draws the numbers of a report. Colours are classes of the page's style sheet. */
final class Plots {
    private static final int HEIGHT = 190;
    private static final int ROW = 30;
    private static final double NANO = 1e9;

    private final Report report;
    private final Series series;

    Plots(Report report) {
        this.report = report;
        this.series = report.series();
    }

    /** Bars on each other. @param colours classes by name, in the order of the bars */
    Axes stacked(Map<String, long[]> bars, Map<String, String> colours, String unit) {
        Axes axes = new Axes(report, HEIGHT);
        double[] sums = new double[series.slices()];
        bars.values().forEach(numbers -> Arrays.setAll(sums, i -> sums[i] + numbers[i]));
        double top = axes.values(Arrays.stream(sums).max().orElse(0), unit, Plots::whole);
        double[] below = new double[series.slices()];
        bars.forEach((name, numbers) -> {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] > 0) {
                    path.append(bar(axes, i, axes.y(below[i], top), axes.y(below[i] + numbers[i], top)));
                    below[i] += numbers[i];
                }
            }
            if (!path.isEmpty()) {
                axes.add("<path class=\"fill %s\" d=\"%s\"/>".formatted(colours.getOrDefault(name, "c8"), path));
            }
        });
        return axes;
    }

    private String bar(Axes axes, int slice, double low, double high) {
        double left = axes.x(start(slice));
        double width = Math.max(0.6, axes.x(start(slice + 1)) - left);
        double gap = width > 4 ? 0.8 : 0;
        return "M%s %sH%sV%sH%sZ"
                .formatted(Axes.n(left), Axes.n(low), Axes.n(left + width - gap), Axes.n(high), Axes.n(left));
    }

    Axes cost() {
        Axes axes = new Axes(report, HEIGHT);
        double most = Arrays.stream(series.nanoUsd()).max().orElse(0) / NANO;
        double top = axes.values(most, "USD per " + slice(), usd -> money(usd, most));
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < series.slices(); i++) {
            if (series.nanoUsd()[i] > 0) {
                path.append(bar(axes, i, axes.bottom(), axes.y(series.nanoUsd()[i] / NANO, top)));
            }
        }
        axes.add("<path class=\"fill c1\" d=\"" + path + "\"/>");
        return axes;
    }

    private static String money(double usd, double most) {
        int digits = most >= 100 ? 0 : (int) Math.min(9, 2 + Math.max(0, Math.ceil(-Math.log10(Math.max(most, 1e-9)))));
        return String.format(Locale.ROOT, "%,." + digits + "f", usd);
    }

    /** Percentiles on a scale of powers of ten. */
    Axes latency() {
        Axes axes = new Axes(report, HEIGHT);
        long least = series.latency().values().stream()
                .flatMapToLong(Arrays::stream)
                .filter(millis -> millis > 0)
                .min()
                .orElse(1);
        long most = series.latency().values().stream()
                .flatMapToLong(Arrays::stream)
                .max()
                .orElse(1);
        double low = Math.floor(Math.log10(least));
        double high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(1, most))));
        for (double power = low; power <= high; power++) {
            axes.line(
                    axes.y(power - low, high - low),
                    Words.millis((long) Math.pow(10, power)).replace(".0 s", " s"));
        }
        axes.unit("duration, log scale");
        int number = 0;
        for (Map.Entry<String, long[]> one : series.latency().entrySet()) {
            long[] millis = one.getValue();
            lines(
                    axes,
                    "c" + LATENCY[number] + " d" + number,
                    i -> millis[i] < 0
                            ? Double.NaN
                            : axes.y(Math.log10(Math.max(Math.pow(10, low), millis[i])) - low, high - low));
            number++;
        }
        return axes;
    }

    /** Colours of the percentiles. */
    static final int[] LATENCY = {1, 3, 5};

    Axes fallback() {
        Axes axes = new Axes(report, HEIGHT);
        double top = axes.values(1, "share of completed requests", Words::percent);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < series.slices(); i++) {
            if (series.fallbackShare()[i] > 0) {
                path.append(bar(axes, i, axes.bottom(), axes.y(series.fallbackShare()[i], top)));
            }
        }
        axes.add("<path class=\"fill c2\" d=\"" + path + "\"/>");
        return axes;
    }

    /** What is left of each limit, and below it where answers had status 429. */
    Axes quota() {
        Axes axes = new Axes(report, HEIGHT);
        double top = axes.values(1, "least left, share of the limit", Words::percent);
        int number = 0;
        for (Map.Entry<String, long[]> meter : series.remaining().entrySet()) {
            long[] least = meter.getValue();
            Long limit = series.limits().get(meter.getKey());
            double whole =
                    limit == null ? Math.max(1, Arrays.stream(least).max().orElse(1)) : limit;
            lines(
                    axes,
                    "c" + QUOTA[number % QUOTA.length] + " d" + number % DASHES,
                    i -> least[i] < 0 ? Double.NaN : axes.y(Math.min(1, least[i] / whole), top));
            number++;
        }
        for (int i = 0; i < series.slices(); i++) {
            if (series.limited()[i] > 0) {
                axes.add(
                        "<path class=\"fill c5\" d=\"%s\"/>".formatted(bar(axes, i, axes.bottom(), axes.bottom() - 9)));
            }
        }
        return axes;
    }

    /** Colours of the limits. */
    static final int[] QUOTA = {1, 3, 4, 6, 2, 7};

    static final int DASHES = 4;

    private void lines(Axes axes, String style, IntToDoubleFunction y) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < series.slices(); i++) {
            double at = y.applyAsDouble(i);
            if (Double.isNaN(at)) {
                pen = false;
                continue;
            }
            double middle = (axes.x(start(i)) + axes.x(start(i + 1))) / 2;
            boolean alone = !pen && (i + 1 == series.slices() || Double.isNaN(y.applyAsDouble(i + 1)));
            path.append(pen ? "L" : "M").append(Axes.n(middle)).append(' ').append(Axes.n(at));
            if (alone) {
                axes.add("<circle class=\"fill %s\" cx=\"%s\" cy=\"%s\" r=\"3\"/>"
                        .formatted(style, Axes.n(middle), Axes.n(at)));
            }
            pen = true;
        }
        axes.add("<path class=\"line %s\" d=\"%s\"/>".formatted(style, path));
    }

    /** A row for each breaker; closed is a thin line. */
    Axes breakers() {
        List<BreakerRow> rows = series.breakers();
        Axes axes = new Axes(report, rows.size() * ROW);
        for (int i = 0; i < rows.size(); i++) {
            row(axes, rows.get(i), Axes.TOP + i * ROW);
        }
        return axes;
    }

    private void row(Axes axes, BreakerRow row, int top) {
        axes.add("<text x=\"%d\" y=\"%d\" class=\"name\">%s</text>"
                .formatted(Axes.LEFT + 4, top + 11, Escape.html(cut(row.target()) + " on " + cut(row.instance()))));
        Instant since = report.from();
        String state = "closed";
        for (Change change : row.changes()) {
            state(axes, state, since, change.at(), top);
            since = change.at();
            state = change.state();
        }
        state(axes, state, since, report.to(), top);
    }

    private static void state(Axes axes, String state, Instant from, Instant to, int top) {
        double left = axes.x(from);
        double width = Math.max(state.equals("closed") ? 0 : 1.5, axes.x(to) - left);
        int height = state.equals("closed") ? 2 : 9;
        axes.add("<rect class=\"fill %s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"><title>%s</title></rect>"
                .formatted(
                        colour(state),
                        Axes.n(left),
                        top + 26 - height,
                        Axes.n(width),
                        height,
                        Escape.html(state.replace('_', ' ') + " from " + Words.time(from) + " to " + Words.time(to))));
    }

    static String colour(@Nullable String state) {
        return "open".equals(state) ? "c5" : "half_open".equals(state) ? "c4" : "c3";
    }

    private static String cut(String name) {
        return name.length() > 40 ? name.substring(0, 39) + "…" : name;
    }

    private Instant start(int slice) {
        return report.from().plusMillis(slice * series.sliceMillis());
    }

    /** Such as {@code 30 s} and {@code min}. */
    String slice() {
        return length().replaceFirst("^1 ", "");
    }

    private String length() {
        long seconds = series.sliceMillis() / 1_000;
        if (seconds >= 86_400) {
            return seconds / 86_400 + " d";
        }
        return seconds >= 3_600 ? seconds / 3_600 + " h" : seconds >= 60 ? seconds / 60 + " min" : seconds + " s";
    }

    private static String whole(double value) {
        return value == Math.rint(value) ? Words.number((long) value) : "";
    }
}
