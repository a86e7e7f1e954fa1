package dev.alize.cli;

import dev.alize.client.batch.Progress;
import java.time.Duration;
import java.util.Locale;

/** A run's progress as one line of text. Pure. */
final class ProgressLine {
    private static final int BAR = 24;

    private ProgressLine() {}

    /** Such as {@code [######------] 50 %  50/100 done, 2 failed, 12.5/s, 0:04 left}. */
    static String bar(Progress progress, double perSecond) {
        int full = (int) ((long) BAR * progress.done() / progress.requests());
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + plain(progress, perSecond);
    }

    /** The same without the bar. */
    static String plain(Progress progress, double perSecond) {
        int percent = (int) (100L * progress.done() / progress.requests());
        return String.format(
                Locale.ROOT,
                "%3d %%  %,d/%,d done, %,d failed, %s/s, %s left",
                percent,
                progress.done(),
                progress.requests(),
                progress.failed(),
                rate(perSecond),
                left(progress.requests() - progress.done(), perSecond));
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 100 ? "%.1f" : "%,.0f", perSecond);
    }

    private static String left(int open, double perSecond) {
        if (open == 0) {
            return "0:00";
        }
        if (perSecond <= 0) {
            return "?";
        }
        Duration left = Duration.ofSeconds((long) Math.ceil(open / perSecond));
        return left.toHours() == 0
                ? String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart())
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
