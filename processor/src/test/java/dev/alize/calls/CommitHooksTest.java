package dev.alize.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitHooksTest {
    private final CommitHooks hooks = new CommitHooks(true);
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsActionsOnceAndOnlyAfterTheCommit() {
        hooks.afterCommit(this, () -> ran.add("a"));
        assertThat(ran).isEmpty();
        hooks.committed();
        hooks.committed();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void runsAllActionsAlthoughOneThrows() {
        hooks.afterCommit(this, () -> {
            throw new IllegalStateException("bug");
        });
        hooks.afterCommit(this, () -> ran.add("b"));
        assertThatThrownBy(hooks::committed).hasMessage("bug");
        assertThat(ran).containsExactly("b");
        hooks.committed();
        assertThat(ran).containsExactly("b");
    }

    @Test
    void forgetsTheActionsOfAnAbortedTransaction() {
        hooks.afterCommit(this, () -> ran.add("a"));
        hooks.aborted();
        hooks.committed();
        assertThat(ran).isEmpty();
    }

    @Test
    void forgetsTheActionsOfATaskThatClosed() {
        hooks.afterCommit("closed", () -> ran.add("a"));
        hooks.afterCommit("open", () -> ran.add("b"));
        hooks.discard("closed");
        hooks.committed();
        assertThat(ran).containsExactly("b");
    }

    @Test
    void keepsTheTransactionsOfThreadsApart() throws InterruptedException {
        hooks.afterCommit(this, () -> ran.add("mine"));
        Thread other = new Thread(hooks::committed);
        other.start();
        other.join();
        assertThat(ran).isEmpty();
    }

    @Test
    void runsAtOnceWhereThereAreNoTransactions() {
        new CommitHooks(false).afterCommit(this, () -> ran.add("a"));
        assertThat(ran).containsExactly("a");
    }
}
