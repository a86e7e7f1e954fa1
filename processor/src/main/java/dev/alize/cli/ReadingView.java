package dev.alize.cli;

import dev.alize.trail.Trail;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** How far the reading of a trail is: on a terminal a bar, elsewhere a line now and then. Safe to use from any thread. */
final class ReadingView implements Consumer<Trail.Progress>, AutoCloseable {
    private static final int BAR = 24;
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration NEXT_LINE = Duration.ofSeconds(5);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final InstantSource clock;
    private final Instant begun;
    private Instant shown;
    private boolean drawn;

    /** @param terminal whether {@code err} can be drawn over */
    ReadingView(PrintWriter err, boolean terminal, InstantSource clock) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
        this.begun = clock.instant();
        this.shown = begun;
    }

    /** On the error stream of a command. */
    static ReadingView on(CommandSpec spec) {
        return new ReadingView(
                spec.commandLine().getErr(), Boolean.getBoolean("alize.terminal"), InstantSource.system());
    }

    @Override
    public synchronized void accept(Trail.Progress progress) {
        Instant now = clock.instant();
        if (now.isBefore(shown.plus(terminal ? REDRAW : NEXT_LINE))) {
            return;
        }
        shown = now;
        String line = line(progress, Duration.between(begun, now));
        if (terminal) {
            err.print(ERASE_LINE + line);
            drawn = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Such as {@code [######------]  50 %  500,000/1,000,000 records, 40,000/s}. */
    static String line(Trail.Progress progress, Duration passed) {
        long expected = Math.max(1, progress.expected());
        long read = Math.clamp(progress.read(), 0, expected);
        int full = (int) (BAR * read / expected);
        long perSecond = read * 1_000 / Math.max(1, passed.toMillis());
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %,d/%,d records, %,d/s",
                "#".repeat(full),
                "-".repeat(BAR - full),
                100 * read / expected,
                read,
                expected,
                perSecond);
    }

    @Override
    public synchronized void close() {
        if (drawn) {
            err.println();
            err.flush();
        }
    }
}
