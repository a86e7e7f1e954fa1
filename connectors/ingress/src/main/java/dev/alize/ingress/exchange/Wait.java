package dev.alize.ingress.exchange;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One request that somebody waits for here. Changed only within {@link Waits}; its waiters can be read by any thread.
 */
public final class Wait {
    private final Identity identity;
    private final CopyOnWriteArrayList<Waiter> waiters = new CopyOnWriteArrayList<>();
    private @Nullable String body;
    private boolean kept;
    private boolean open;
    private boolean pending;
    private volatile boolean answered;

    Wait(Identity identity) {
        this.identity = identity;
    }

    public Identity identity() {
        return identity;
    }

    /** Those who wait now. */
    public List<Waiter> waiters() {
        return waiters;
    }

    /** Whether one of them wants the deltas. */
    public boolean wantsChunks() {
        for (Waiter waiter : waiters) {
            if (waiter.wantsChunks()) {
                return true;
            }
        }
        return false;
    }

    /** Whether its response came: whoever comes now finds it in the index. */
    boolean isAnswered() {
        return answered;
    }

    void answered() {
        pending = false;
        answered = true;
    }

    /** Whether it goes on without anybody who waits. */
    boolean isKept() {
        return kept;
    }

    void keep() {
        kept = true;
    }

    /** Whether its topic has it with the body of {@link #body}. */
    boolean isOpen() {
        return open;
    }

    void open(String hash) {
        pending = false;
        body = hash;
        open = true;
    }

    /** Hash of the body that is asked here first, or of the one that is on the topic; null where everybody only looks. */
    @Nullable
    String body() {
        return body;
    }

    /** Whether nobody waits and it is not being looked up or written: else who asks next would do that again. */
    boolean isIdle() {
        return waiters.isEmpty() && !pending;
    }

    void ask(String hash) {
        pending = true;
        body = hash;
    }

    void add(Waiter waiter) {
        waiters.add(waiter);
    }

    boolean remove(Waiter waiter) {
        return waiters.remove(waiter);
    }
}
