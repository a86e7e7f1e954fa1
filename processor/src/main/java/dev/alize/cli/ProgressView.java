package dev.alize.cli;

import dev.alize.client.batch.BatchListener;
import dev.alize.client.batch.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Shows a run's progress: on a terminal as a bar that is drawn over and over, elsewhere as a line now and then. */
final class ProgressView implements BatchListener, AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration NEXT_LINE = Duration.ofSeconds(5);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final InstantSource clock;
    private final Speed speed = new Speed();
    private Instant shown;
    private boolean started;
    private boolean drawn;

    /** @param terminal whether {@code out} can be drawn over */
    ProgressView(PrintWriter out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.shown = clock.instant();
    }

    @Override
    public void progress(Progress progress) {
        Instant now = clock.instant();
        boolean due = !now.isBefore(shown.plus(terminal ? REDRAW : NEXT_LINE));
        boolean complete = progress.done() == progress.requests();
        if (due || complete || !started) {
            speed.sample(now, progress.done());
        }
        if (due || complete || (terminal && !started)) {
            shown = now;
            show(progress);
        }
        started = true;
    }

    private void show(Progress progress) {
        if (terminal) {
            out.print(ERASE_LINE + ProgressLine.bar(progress, speed.perSecond()));
            drawn = true;
        } else {
            out.println(ProgressLine.plain(progress, speed.perSecond()));
        }
        out.flush();
    }

    @Override
    public void note(String sentence) {
        endLine();
        out.println(sentence);
        out.flush();
    }

    private void endLine() {
        if (drawn) {
            out.println();
            drawn = false;
        }
    }

    /** Leaves the last bar standing. */
    @Override
    public void close() {
        endLine();
        out.flush();
    }
}
