package dev.alize.calls;

import java.util.ArrayList;
import java.util.List;

/**
 * Actions that wait for the commit of the current transaction. A stream thread has one transaction at a time for all
 * its tasks, and processing, commit and abort all happen on that thread: so the actions are kept per thread.
 */
public final class CommitHooks {
    private record Hook(Object owner, Runnable action) {}

    private final boolean transactional;
    private final ThreadLocal<List<Hook>> pending = ThreadLocal.withInitial(ArrayList::new);

    /** @param transactional false where there are no transactions: actions then run at once */
    public CommitHooks(boolean transactional) {
        this.transactional = transactional;
    }

    /** Runs {@code action} on this thread once the current transaction has committed; never if it does not. */
    public void afterCommit(Object owner, Runnable action) {
        if (transactional) {
            pending.get().add(new Hook(owner, action));
        } else {
            action.run();
        }
    }

    /** The transaction of this thread has committed. */
    public void committed() {
        List<Hook> hooks = pending.get();
        if (!hooks.isEmpty()) {
            pending.set(new ArrayList<>());
            run(hooks);
        }
    }

    /** All of them, whatever one of them throws: the transaction has committed for every one. */
    private static void run(List<Hook> hooks) {
        RuntimeException first = null;
        for (Hook hook : hooks) {
            try {
                hook.action().run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** The transaction of this thread was aborted, or its outcome is unknown. */
    public void aborted() {
        pending.get().clear();
    }

    /** Forgets what a task still waits for; said when it closes, which is after its last commit. */
    public void discard(Object owner) {
        pending.get().removeIf(hook -> hook.owner() == owner);
    }
}
