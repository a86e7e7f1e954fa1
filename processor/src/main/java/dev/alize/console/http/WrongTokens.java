package dev.alize.console.http;

import java.util.function.LongSupplier;

/** Says how long the answer to a wrong token is held back: longer the more of them came lately. Confined to the event loop. */
final class WrongTokens {
    private static final int FREE = 3;
    private static final long FIRST_MS = 250;
    private static final long LONGEST_MS = 5_000;
    private static final long FORGET_MS = 60_000;
    private static final int MOST_DOUBLINGS = 5;

    private final LongSupplier clock;
    private int wrong;
    private long lastAt;

    /** @param clock in milliseconds, from any start */
    WrongTokens(LongSupplier clock) {
        this.clock = clock;
    }

    /** One more; returns milliseconds, 0 for at once. */
    long delay() {
        long now = clock.getAsLong();
        if (wrong > 0 && now - lastAt > FORGET_MS) {
            wrong = 0;
        }
        lastAt = now;
        wrong++;
        return wrong <= FREE ? 0 : Math.min(LONGEST_MS, FIRST_MS << Math.min(MOST_DOUBLINGS, wrong - FREE - 1));
    }
}
