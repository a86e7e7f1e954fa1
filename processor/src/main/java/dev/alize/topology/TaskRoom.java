package dev.alize.topology;

import dev.alize.calls.CallKey;
import dev.alize.calls.Inbox;
import dev.alize.domain.Attempt;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Target;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.RequestRow;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * What the stages of one task share: its rows, its open calls, and the inbox their results come to. Made when the task
 * starts, closed with it; owned by the task's stream thread. Closing leaves the calls as orphans to the next owner.
 */
final class TaskRoom {
    static final String CHAT_PATH = "/chat/completions";

    /** An open request of this task, and the key of its call. */
    record Open(CallKey call, Hash16 content, OpenRequest request, int bytes) {}

    private final int partition;
    private final Engine engine;
    private final RequestTable table;
    private final Settlement settlement;
    private final Inbox<Settled> inbox = new Inbox<>();
    private final Map<RequestKey, Open> open = new HashMap<>();
    private final Deque<Open> waiting = new ArrayDeque<>();
    private int waits;
    private List<KeyValue<RequestKey, RequestRow>> restored;

    TaskRoom(int partition, Engine engine, RequestTable table, Settlement settlement) {
        this.partition = partition;
        this.engine = engine;
        this.table = table;
        this.settlement = settlement;
        this.restored = table.restore();
    }

    int partition() {
        return partition;
    }

    RequestTable table() {
        return table;
    }

    Open opened(RequestKey key, Hash16 content, int hop, OpenRequest request, int bytes) {
        long contentBits = ByteBuffer.wrap(content.bytes()).getLong();
        Open entry = new Open(new CallKey(partition, key, contentBits, hop), content, request, bytes);
        open.put(key, entry);
        return entry;
    }

    @Nullable
    Open find(RequestKey key) {
        return open.get(key);
    }

    /** The open rows that the store held when the task started; empty from the second call on. */
    List<KeyValue<RequestKey, RequestRow>> takeRestored() {
        var taken = restored;
        restored = List.of();
        return taken;
    }

    boolean adopt(Open entry) {
        return engine.calls().adopt(entry.call(), inbox);
    }

    /** Calls at once, or adopts the call that an earlier task of this process left. */
    void call(Open entry) {
        if (!adopt(entry)) {
            start(entry);
        }
    }

    /** Calls once the row is committed and the bounds leave room: in the order in which this method was called. */
    void callAfterCommit(Open entry) {
        engine.intake().waits(1);
        waits++;
        engine.hooks().afterCommit(this, () -> waiting.add(entry));
    }

    /** Starts what waits, as far as the bounds leave room; what became late meanwhile is handed to {@code late}. */
    void startWaiting(long now, Consumer<Open> late) {
        while (!waiting.isEmpty() && engine.intake().hasRoom()) {
            Open entry = waiting.remove();
            engine.intake().waits(-1);
            waits--;
            if (open.get(entry.call().request()) != entry) {
                continue;
            }
            if (Admit.isLate(entry.request(), now)) {
                late.accept(entry);
            } else {
                call(entry);
            }
        }
    }

    private void start(Open entry) {
        CompletionRequest request = entry.request().getRequest();
        Target target = engine.target();
        Attempt attempt = new Attempt(
                Identities.of(request),
                entry.request().getAttempts(),
                target,
                CHAT_PATH,
                () -> engine.codec().chatBody(request, Settlement.modelOf(entry.request(), target)),
                timeLeft(target.timeout(), request.getDeadline()),
                null);
        engine.calls()
                .open(
                        entry.call(),
                        entry.bytes(),
                        inbox,
                        done -> engine.provider()
                                .start(
                                        attempt,
                                        outcome -> done.accept(settlement.settle(entry.request(), attempt, outcome))));
    }

    private static Duration timeLeft(Duration timeout, @Nullable Instant deadline) {
        if (deadline == null) {
            return timeout;
        }
        long left = Math.max(1, deadline.toEpochMilli() - System.currentTimeMillis());
        return left < timeout.toMillis() ? Duration.ofMillis(left) : timeout;
    }

    /** Hands over results of calls that are still open here, each of which must be answered; lets go of stale ones. */
    int drain(int max, BiConsumer<Open, Settled> consumer) {
        return inbox.drain(max, (call, settled) -> {
            Open entry = open.get(call.request());
            if (entry != null && entry.call().equals(call)) {
                consumer.accept(entry, settled);
            } else {
                engine.hooks().afterCommit(this, () -> engine.calls().settled(call));
            }
        });
    }

    /** The request is answered: a call that is still open ends with the transaction. */
    void answered(RequestKey key) {
        Open entry = open.remove(key);
        if (entry != null) {
            engine.hooks().afterCommit(this, () -> engine.calls().cancel(entry.call()));
        }
    }

    boolean isIdle() {
        return open.isEmpty() && restored.isEmpty() && inbox.isEmpty() && waits == 0;
    }

    void close() {
        engine.hooks().discard(this);
        engine.calls().orphan(inbox);
        engine.intake().waits(-waits);
    }
}
