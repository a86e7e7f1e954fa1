package dev.alize.simulator.stream;

/** One step of a stream. */
sealed interface Step {
    /** A whole event with this data. */
    record Event(String data) implements Step {}

    /** The first half of an event with this data; only a break can follow. */
    record Fragment(String data) implements Step {}

    /** Nothing more comes, and the answer stays open. */
    record Stall() implements Step {}

    /** The connection breaks. */
    record Break() implements Step {}

    /**
     * The answer ends as HTTP asks for it.
     *
     * @param done whether {@code [DONE]} was sent
     */
    record End(boolean done) implements Step {}
}
