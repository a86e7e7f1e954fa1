package dev.alize.connect.webhook;

import java.time.Duration;

/** One thread that does things in turn, and a clock. */
interface Loop {
    /** Does it soon, in order; from any thread. */
    void execute(Runnable work);

    /** Does it later, on the loop. */
    void after(Duration wait, Runnable work);

    /** As {@link System#nanoTime()}. */
    long nanoTime();
}
