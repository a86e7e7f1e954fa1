package dev.alize.calls;

import dev.alize.domain.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The calls of this process that are open, or whose result has not been settled in a committed transaction.
 *
 * <p>A call belongs to the inbox of the task that opened it. When the task closes, its calls are orphans: the next task
 * that opens the same key adopts call, parts and result instead of paying again; what nobody adopts in time is
 * cancelled. A result leaves only by {@link #settled}, after the commit. Thread-safe.
 *
 * @param <P> a part of a streamed result
 * @param <R> what a call results in
 */
public final class OpenCalls<P, R> implements AutoCloseable {
    private static final int MOST_WAITS = 12;

    private record Orphan<P, R>(OpenCall<P, R> call, long orphaning) {}

    private final ConcurrentHashMap<CallKey, OpenCall<P, R>> calls = new ConcurrentHashMap<>();
    private final Slots slots;
    private final ToLongFunction<R> sizeOf;
    private final ScheduledExecutorService timer;
    private final long orphanMillis;
    private volatile BooleanSupplier restoring = () -> false;

    /**
     * @param sizeOf bytes that a result holds
     * @param timer cancels orphans; not closed by this class
     * @param orphanMillis how long an orphan waits for a task, 0 or more
     */
    public OpenCalls(Slots slots, ToLongFunction<R> sizeOf, ScheduledExecutorService timer, long orphanMillis) {
        this.slots = slots;
        this.sizeOf = sizeOf;
        this.timer = timer;
        this.orphanMillis = orphanMillis;
    }

    /**
     * Adopts the call with this key where there is one.
     *
     * @return whether there was one; its parts and result come, or have come, to {@code inbox}
     */
    public boolean adopt(CallKey key, Inbox<R> inbox) {
        OpenCall<P, R> call = calls.get(key);
        return call != null && call.adopt(inbox);
    }

    /**
     * Opens a call, with a slot that was taken for it; the slot is given back here whatever becomes of the call.
     *
     * @param target id of the target that is called
     * @param held bytes the slot holds for the request
     * @param start starts the call; its argument takes what comes
     */
    public void open(CallKey key, String target, long held, Inbox<R> inbox, Function<Line<P, R>, Provider.Call> start) {
        OpenCall<P, R> call = new OpenCall<>(key, target, slots, inbox, held);
        if (calls.putIfAbsent(key, call) != null) {
            slots.giveBack(held);
            throw new IllegalStateException("The call " + key + " is open already; adopt it");
        }
        Provider.Call started;
        try {
            started = start.apply(line(call));
        } catch (RuntimeException | Error e) {
            end(call);
            throw e;
        }
        call.started(started);
    }

    /** Id of the target that an open call is made at; empty where there is no such call. */
    public Optional<String> target(CallKey key) {
        return Optional.ofNullable(calls.get(key)).map(call -> call.target);
    }

    private Line<P, R> line(OpenCall<P, R> call) {
        return new Line<>() {
            @Override
            public void part(P part, long bytes) {
                call.part(part, bytes);
            }

            @Override
            public void done(R result) {
                if (call.arrive(result, sizeOf.applyAsLong(result))) {
                    slots.free(1, 0);
                }
            }
        };
    }

    /** The parts of an open call that nobody took yet; none for a call that has ended. */
    public List<Batch<P>> take(CallKey key) {
        OpenCall<P, R> call = calls.get(key);
        return call == null ? List.of() : call.take();
    }

    /**
     * The parts that are left at the end of a call.
     *
     * @param evenEmpty whether there is to be a last batch also where there never was a part
     * @return at least one batch, perhaps without parts, where the call ever had one or must have one
     */
    public List<Batch<P>> takeLast(CallKey key, boolean evenEmpty) {
        OpenCall<P, R> call = calls.get(key);
        return call == null ? List.of() : call.takeLast(evenEmpty);
    }

    /** The parts up to this sequence were written in a transaction that has committed. */
    public void committed(CallKey key, int sequence) {
        OpenCall<P, R> call = calls.get(key);
        if (call != null) {
            call.committed(sequence);
        }
    }

    /** Ends a call whose result was settled in a transaction that has committed. */
    public void settled(CallKey key) {
        OpenCall<P, R> call = calls.get(key);
        if (call != null) {
            end(call);
        }
    }

    /** Ends a call nobody waits for any more, and closes its connection. */
    public void cancel(CallKey key) {
        settled(key);
    }

    /** Leaves the calls of a task that closes to the next task that opens the same keys. */
    public void orphan(Inbox<R> inbox) {
        List<Orphan<P, R>> orphans = new ArrayList<>();
        for (OpenCall<P, R> call : calls.values()) {
            long orphaning = call.orphan(inbox);
            if (orphaning > 0) {
                orphans.add(new Orphan<>(call, orphaning));
            }
        }
        if (!orphans.isEmpty() && !timer.isShutdown()) {
            endLater(orphans, MOST_WAITS);
        }
    }

    /**
     * Says while stores of this process are restored: their tasks cannot take calls up before they are, so that orphans
     * wait for longer, up to {@link #MOST_WAITS} times.
     */
    public void keepWhile(BooleanSupplier isRestoring) {
        restoring = isRestoring;
    }

    private void endLater(List<Orphan<P, R>> orphans, int waits) {
        var unused = timer.schedule(
                () -> {
                    if (waits > 0 && restoring.getAsBoolean()) {
                        endLater(orphans, waits - 1);
                    } else {
                        end(orphans);
                    }
                },
                orphanMillis,
                TimeUnit.MILLISECONDS);
    }

    private void end(List<Orphan<P, R>> orphans) {
        for (Orphan<P, R> orphan : orphans) {
            synchronized (orphan.call()) {
                if (orphan.call().isOrphan(orphan.orphaning())) {
                    end(orphan.call());
                }
            }
        }
    }

    private void end(OpenCall<P, R> call) {
        call.end(() -> calls.remove(call.key, call));
    }

    /** Calls that are open or not yet settled. */
    public int size() {
        return calls.size();
    }

    /** Cancels every call. */
    @Override
    public void close() {
        calls.values().forEach(this::end);
    }
}
