package dev.alize.domain;

import java.util.function.Consumer;

/** Makes attempts without blocking the caller. Implementations are thread-safe. */
public interface Provider extends AutoCloseable {
    /**
     * Starts an attempt and returns at once.
     *
     * @param done receives the outcome exactly once, on a thread of the provider, never before this method was called
     *     and never after {@link Call#cancel()} was seen by the provider; it must not block
     * @return the open call
     */
    Call start(Attempt attempt, Consumer<Outcome> done);

    /** Closes all connections; open calls end without an outcome. */
    @Override
    void close();

    /** An open call. */
    interface Call {
        /** Ends the call and closes or resets its connection, which stops the billing. Any thread, any number of times. */
        void cancel();
    }
}
