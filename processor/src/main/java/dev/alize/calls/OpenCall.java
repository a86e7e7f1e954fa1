package dev.alize.calls;

import dev.alize.domain.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open call, or one whose result has not been settled in a committed transaction. Guarded by its own monitor. */
final class OpenCall<P, R> {
    /** Most bytes of parts that are written as one record. */
    private static final long MOST_IN_BATCH = 256 * 1024;

    final CallKey key;
    final String target;
    private final Slots slots;
    private final Parts<P> parts = new Parts<>();
    private @Nullable Inbox<R> inbox;
    private Provider.@Nullable Call call;
    private @Nullable R result;
    private long held;
    private long orphanings;
    private boolean told;
    private boolean gone;

    OpenCall(CallKey key, String target, Slots slots, Inbox<R> inbox, long held) {
        this.key = key;
        this.target = target;
        this.slots = slots;
        this.inbox = inbox;
        this.held = held;
    }

    /** The call has started; one that ended meanwhile is cancelled. */
    void started(Provider.Call newCall) {
        synchronized (this) {
            call = newCall;
            if (!gone) {
                return;
            }
        }
        newCall.cancel();
    }

    synchronized boolean adopt(Inbox<R> newInbox) {
        if (gone) {
            return false;
        }
        inbox = newInbox;
        parts.again();
        told = parts.hasMore();
        if (result != null || told) {
            newInbox.add(key, result);
        }
        return true;
    }

    synchronized void part(P part, long bytes) {
        if (gone || result != null) {
            return;
        }
        long both = 2 * bytes; // until it is written, and in the answer that is put together
        held += both;
        slots.hold(both);
        parts.add(part, bytes, MOST_IN_BATCH);
        if (inbox != null && !told) {
            told = true;
            inbox.add(key, null);
        }
    }

    /** @return whether the result is the first one of a call that is still wanted */
    synchronized boolean arrive(R newResult, long size) {
        if (gone || result != null) {
            return false;
        }
        result = newResult;
        held += size;
        slots.hold(size);
        if (inbox != null) {
            inbox.add(key, newResult);
        }
        return true;
    }

    synchronized List<Batch<P>> take() {
        told = false;
        return parts.take();
    }

    /** Empty for a call without parts. */
    synchronized List<Batch<P>> takeLast(boolean evenEmpty) {
        return evenEmpty || parts.any() ? parts.takeLast() : List.of();
    }

    void committed(int sequence) {
        long bytes;
        synchronized (this) {
            bytes = parts.committed(sequence);
            if (gone) {
                return;
            }
            held -= bytes;
        }
        slots.free(0, bytes);
    }

    /** @return the number of this orphaning; 0 where the call belongs to another task */
    synchronized long orphan(Inbox<R> of) {
        if (inbox != of) {
            return 0;
        }
        inbox = null;
        return ++orphanings;
    }

    synchronized boolean isOrphan(long orphaning) {
        return inbox == null && orphanings == orphaning;
    }

    /**
     * Ends the call and closes its connection, once.
     *
     * @param forget makes its key free, before anybody can see that the call is gone
     */
    void end(Runnable forget) {
        Provider.Call open;
        int calls;
        long bytes;
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
            forget.run();
            open = result == null ? call : null;
            calls = result == null ? 1 : 0;
            bytes = held;
        }
        if (open != null) {
            open.cancel();
        }
        slots.free(calls, bytes);
    }
}
