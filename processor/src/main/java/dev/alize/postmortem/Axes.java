package dev.alize.postmortem;

import dev.alize.postmortem.Report.Incident;
import dev.alize.postmortem.Report.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** The frame of a plot as SVG: time from left to right in UTC, values from bottom to top. */
final class Axes {
    static final int WIDTH = 960;
    static final int LEFT = 70;
    static final int RIGHT = WIDTH - 14;
    static final int TOP = 26;

    private static final int MOST_TICKS = 10;
    private static final int VALUE_TICKS = 4;
    private static final long[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800,
        604_800, 2_592_000
    };

    private final Instant from;
    private final Instant to;
    private final int bottom;
    private final StringBuilder out = new StringBuilder();

    /** @param height of the plot's field */
    Axes(Report report, int height) {
        this.from = report.from();
        this.to = report.to();
        this.bottom = TOP + height;
        Incident incident = report.incident();
        shade(incident);
        times();
    }

    private void shade(@Nullable Incident incident) {
        if (incident != null) {
            for (Stretch stretch : incident.stretches()) {
                double start = x(stretch.from());
                double width = Math.max(2, x(stretch.to()) - start);
                add("<rect class=\"incident\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>"
                        .formatted(n(start), TOP, n(width), bottom - TOP));
            }
        }
    }

    private void times() {
        long seconds = Math.max(1, Duration.between(from, to).toSeconds());
        long step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && seconds / STEPS[i] <= MOST_TICKS; i--) {
            step = STEPS[i];
        }
        String pattern = step >= 86_400 ? "MM-dd" : seconds > 86_400 ? "MM-dd HH:mm" : step < 60 ? "HH:mm:ss" : "HH:mm";
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
        long first = Math.ceilDiv(from.getEpochSecond(), step) * step;
        for (long at = first; at <= to.getEpochSecond(); at += step) {
            double x = x(Instant.ofEpochSecond(at));
            if (x >= LEFT - 0.5) {
                add("<line class=\"tick\" x1=\"%1$s\" x2=\"%1$s\" y1=\"%2$d\" y2=\"%3$d\"/>"
                        .formatted(n(x), bottom, bottom + 5));
                text(Math.min(x, RIGHT - 16), bottom + 19, "middle", format.format(Instant.ofEpochSecond(at)));
            }
        }
        add("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%3$d\" y2=\"%3$d\"/>".formatted(LEFT, RIGHT, bottom));
        text(RIGHT, bottom + 36, "end", "time (UTC)");
    }

    /** Lines across the field, from 0. */
    double values(double most, String unit, DoubleFunction<String> label) {
        double step = step(most / VALUE_TICKS);
        double top = Math.max(step, Math.ceil(most / step - 1e-9) * step);
        for (int i = 0; i * step <= top + step / 2; i++) {
            line(y(i * step, top), label.apply(i * step));
        }
        unit(unit);
        return top;
    }

    void line(double y, String label) {
        add("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%3$s\" y2=\"%3$s\"/>".formatted(LEFT, RIGHT, n(y)));
        text(LEFT - 8, y + 4, "end", label);
    }

    void unit(String unit) {
        text(0, TOP - 11, "start", unit);
    }

    /** A round number, at least as large: 1, 2, 2.5 or 5 times a power of ten. */
    private static double step(double least) {
        if (least <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double times : new double[] {1, 2, 2.5, 5}) {
            if (times * power >= least * (1 - 1e-9)) {
                return times * power;
            }
        }
        return 10 * power;
    }

    double x(Instant at) {
        double share = (double) Duration.between(from, at).toMillis()
                / Math.max(1, Duration.between(from, to).toMillis());
        return LEFT + Math.clamp(share, 0, 1) * (RIGHT - LEFT);
    }

    double y(double value, double top) {
        return bottom - value / top * (bottom - TOP);
    }

    int bottom() {
        return bottom;
    }

    void text(double x, double y, String anchor, String text) {
        add("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>".formatted(n(x), n(y), anchor, Escape.html(text)));
    }

    void add(String element) {
        out.append(element).append('\n');
    }

    String svg() {
        return out.toString();
    }

    int height() {
        return bottom + 44;
    }

    /** With one decimal at most. */
    static String n(double number) {
        return String.format(Locale.ROOT, "%.1f", number).replaceFirst("\\.0$", "");
    }
}
