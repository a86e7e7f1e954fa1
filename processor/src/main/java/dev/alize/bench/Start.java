package dev.alize.bench;

/**
 * When a process was started.
 *
 * @param epochMillis wall clock, to be compared with audit events
 * @param nanos as {@link System#nanoTime()}
 */
record Start(long epochMillis, long nanos) {
    static Start now() {
        return new Start(System.currentTimeMillis(), System.nanoTime());
    }
}
