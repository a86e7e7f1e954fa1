package dev.alize.bench;

/**
 * A measured figure and what it should be.
 *
 * @param what the figure, with its unit
 * @param measured NaN where it could not be measured
 * @param limit the bar; NaN where there is none
 * @param atLeast whether the bar is a lower bound; else an upper one
 * @param enforced whether missing it makes the run a failure; speed is never enforced, because machines are noisy
 */
public record Bar(String what, double measured, double limit, boolean atLeast, boolean enforced) {
    static Bar atLeast(String what, double measured, double limit) {
        return new Bar(what, measured, limit, true, false);
    }

    static Bar atMost(String what, double measured, double limit) {
        return new Bar(what, measured, limit, false, false);
    }

    /** About correctness: makes the run a failure. */
    static Bar mustBeAtMost(String what, double measured, double limit) {
        return new Bar(what, measured, limit, false, true);
    }

    /** Told, not judged. */
    static Bar figure(String what, double measured) {
        return new Bar(what, measured, Double.NaN, false, false);
    }

    /** Whether there is a bar. */
    public boolean isJudged() {
        return !Double.isNaN(limit);
    }

    /** Whether the bar is met; true where there is none. */
    public boolean passed() {
        return !isJudged() || (atLeast ? measured >= limit : measured <= limit);
    }
}
