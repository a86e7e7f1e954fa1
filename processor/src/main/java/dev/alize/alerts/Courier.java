package dev.alize.alerts;

import java.util.function.Consumer;

/** Carries letters to receivers, beside the thread that asks for it. */
public interface Courier extends AutoCloseable {
    /**
     * Begins to carry one; returns at once.
     *
     * @param done is told the outcome once, on any thread, at last when the time for one attempt is over
     */
    void carry(Letter letter, Consumer<Delivery> done);

    /** Carries no more; what is under way is given up, and nobody is told of its outcome. */
    @Override
    void close();
}
