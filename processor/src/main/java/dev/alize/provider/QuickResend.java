package dev.alize.provider;

import dev.alize.domain.Attempt;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/**
 * Makes a call again at once, within its attempt, where its connection broke early: a server that restarts or a stale
 * connection should not cost a request a trip over the retry topic. A request that was sent before the connection broke
 * may have been billed, as the outcome's {@code resends} says.
 */
public final class QuickResend implements Provider {
    private final Provider provider;
    private final Means means;

    /** Runs work later. */
    @FunctionalInterface
    public interface Timer {
        /** @param ms from now, 0 or more; the work runs at most once, on any thread, and does not block */
        void after(long ms, Runnable work);
    }

    /**
     * Time and chance.
     *
     * @param timer for the pause before a resend
     * @param nanoTime as {@link System#nanoTime}
     * @param random gives a number from 0 to its argument, exclusive; any thread
     */
    public record Means(Timer timer, LongSupplier nanoTime, IntUnaryOperator random) {}

    /** @param provider makes the calls; closed with this */
    public QuickResend(Provider provider, Means means) {
        this.provider = provider;
        this.means = means;
    }

    @Override
    public Call start(Attempt attempt, Consumer<Outcome> done) {
        ResentCall call = new ResentCall(provider, means, attempt, done);
        call.begin();
        return call;
    }

    @Override
    public void close() {
        provider.close();
    }
}
