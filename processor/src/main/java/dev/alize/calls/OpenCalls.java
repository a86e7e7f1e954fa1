package dev.alize.calls;

import dev.alize.domain.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this process that are open, or whose result has not been settled in a committed transaction.
 *
 * <p>A call belongs to the inbox of the task that opened it. When the task closes, its calls are orphans: the next task
 * that opens the same key adopts call or result instead of paying again; what nobody adopts in time is cancelled. A
 * result leaves only by {@link #settled}, after the commit. Thread-safe; each entry is guarded by its own monitor.
 *
 * @param <R> what a call results in
 */
public final class OpenCalls<R> implements AutoCloseable {
    private final class Entry {
        final CallKey key;

        @Nullable
        Inbox<R> inbox;

        Provider.@Nullable Call call;

        @Nullable
        R result;

        long held;
        long orphanings;
        boolean gone;

        Entry(CallKey key, Inbox<R> inbox, long held) {
            this.key = key;
            this.inbox = inbox;
            this.held = held;
        }
    }

    private final ConcurrentHashMap<CallKey, Entry> entries = new ConcurrentHashMap<>();
    private final Intake intake;
    private final ToLongFunction<R> sizeOf;
    private final ScheduledExecutorService timer;
    private final long orphanMillis;

    /**
     * @param sizeOf bytes that a result holds
     * @param timer cancels orphans; not closed by this class
     * @param orphanMillis how long an orphan waits for a task, 0 or more
     */
    public OpenCalls(Intake intake, ToLongFunction<R> sizeOf, ScheduledExecutorService timer, long orphanMillis) {
        this.intake = intake;
        this.sizeOf = sizeOf;
        this.timer = timer;
        this.orphanMillis = orphanMillis;
    }

    /**
     * Adopts the call with this key where there is one.
     *
     * @return whether there was one; its result comes, or has come, to {@code inbox}
     */
    public boolean adopt(CallKey key, Inbox<R> inbox) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return false;
        }
        synchronized (entry) {
            if (entry.gone) {
                return false;
            }
            entry.inbox = inbox;
            if (entry.result != null) {
                inbox.add(key, entry.result);
            }
            return true;
        }
    }

    /**
     * Opens a call.
     *
     * @param held bytes the request holds
     * @param start starts the call; its argument takes the result, at most once, on any thread
     */
    public void open(CallKey key, long held, Inbox<R> inbox, Function<Consumer<R>, Provider.Call> start) {
        Entry entry = new Entry(key, inbox, held);
        if (entries.putIfAbsent(key, entry) != null) {
            throw new IllegalStateException("The call " + key + " is open already; adopt it");
        }
        intake.called(held);
        Provider.Call call;
        try {
            call = start.apply(result -> arrive(entry, result));
        } catch (RuntimeException e) {
            end(entry);
            throw e;
        }
        synchronized (entry) {
            entry.call = call;
            if (!entry.gone) {
                return;
            }
        }
        call.cancel();
    }

    private void arrive(Entry entry, R result) {
        synchronized (entry) {
            if (entry.gone || entry.result != null) {
                return;
            }
            long size = sizeOf.applyAsLong(result);
            entry.result = result;
            entry.held += size;
            intake.returned(size);
            if (entry.inbox != null) {
                entry.inbox.add(entry.key, result);
            }
        }
    }

    /** Ends a call whose result was settled in a transaction that has committed. */
    public void settled(CallKey key) {
        Entry entry = entries.get(key);
        if (entry != null) {
            end(entry);
        }
    }

    /** Ends a call nobody waits for any more, and closes its connection. */
    public void cancel(CallKey key) {
        settled(key);
    }

    /** Leaves the calls of a task that closes to the next task that opens the same keys. */
    public void orphan(Inbox<R> inbox) {
        List<Entry> orphans = new ArrayList<>();
        List<Long> orphanings = new ArrayList<>();
        for (Entry entry : entries.values()) {
            synchronized (entry) {
                if (entry.inbox == inbox) {
                    entry.inbox = null;
                    orphans.add(entry);
                    orphanings.add(++entry.orphanings);
                }
            }
        }
        if (!orphans.isEmpty() && !timer.isShutdown()) {
            var unused = timer.schedule(
                    () -> {
                        for (int i = 0; i < orphans.size(); i++) {
                            endOrphan(orphans.get(i), orphanings.get(i));
                        }
                    },
                    orphanMillis,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void endOrphan(Entry entry, long orphaning) {
        synchronized (entry) {
            if (entry.inbox == null && entry.orphanings == orphaning) {
                end(entry);
            }
        }
    }

    private void end(Entry entry) {
        Provider.Call call;
        synchronized (entry) {
            if (entry.gone) {
                return;
            }
            entry.gone = true;
            entries.remove(entry.key, entry);
            if (entry.result == null) {
                intake.abandoned();
            }
            intake.released(entry.held);
            call = entry.result == null ? entry.call : null;
        }
        if (call != null) {
            call.cancel();
        }
    }

    /** Calls that are open or not yet settled. */
    public int size() {
        return entries.size();
    }

    /** Cancels every call. */
    @Override
    public void close() {
        entries.values().forEach(this::end);
    }
}
