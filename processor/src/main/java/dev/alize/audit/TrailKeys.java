package dev.alize.audit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How the trail of a process is keyed and sealed. Thread-safe. */
public final class TrailKeys {
    private final @Nullable KeyedHash hash;
    private final @Nullable Sealing sealing;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger unsealed = new AtomicInteger();

    /**
     * @param hash null where no key is configured: events have neither hashes nor subjects then
     * @param sealing null where events are not chained
     */
    public TrailKeys(@Nullable KeyedHash hash, @Nullable Sealing sealing) {
        this.hash = hash;
        this.sealing = sealing;
    }

    public static TrailKeys none() {
        return new TrailKeys(null, null);
    }

    public @Nullable KeyedHash hash() {
        return hash;
    }

    public @Nullable Pseudonyms pseudonyms() {
        return hash == null ? null : new Pseudonyms(hash);
    }

    public @Nullable Sealing sealing() {
        return sealing;
    }

    /** Asks all chains of the tasks to be sealed now, because the process stops. */
    public void end() {
        ending.set(true);
    }

    public boolean isEnding() {
        return ending.get();
    }

    /** A chain of a task has events that no seal covers, or no longer has. */
    public void tellUnsealed(boolean has) {
        unsealed.addAndGet(has ? 1 : -1);
    }

    /** Whether every chain of the tasks is sealed up to its end. */
    public boolean isSealed() {
        return unsealed.get() <= 0;
    }
}
