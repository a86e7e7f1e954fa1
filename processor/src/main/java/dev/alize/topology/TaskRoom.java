package dev.alize.topology;

import dev.alize.calls.CallKey;
import dev.alize.calls.Inbox;
import dev.alize.domain.Demand;
import dev.alize.domain.Pass;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Route;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the stages of one task share: its rows, its lanes of ordered requests, those that wait for a slot, its open calls,
 * and the inbox their results come to. Made when the task starts, closed with it; owned by the task's stream thread.
 * Closing leaves the calls as orphans to the next owner.
 */
final class TaskRoom {
    /**
     * An open request of this task, and the key of its call.
     *
     * @param slot what the call begins with; null where it was adopted
     */
    record Open(
            CallKey call,
            Hash16 content,
            OpenRequest request,
            @Nullable SlotInHand slot) {}

    /** A slot, the bytes it holds, and the pass of the target to be called. */
    record SlotInHand(Pass pass, long bytes) {}

    private final int partition;
    private final Engine engine;
    private final RequestTable table;
    private final Reservations reservations;
    private final CallStart callStart;
    private final Lanes lanes;
    private final Waits waits;
    private final Following following;
    private final Inbox<Settled> inbox = new Inbox<>();
    private final Map<RequestKey, Open> open = new HashMap<>();
    /** Those of {@link #open} whose slot no call has begun with yet. */
    private final Map<CallKey, Open> starting = new HashMap<>();

    private final Deque<RequestKey> restored = new ArrayDeque<>();
    /** Slots that no call has begun with yet, by their passes. */
    private final Map<Pass, SlotInHand> inHand = new IdentityHashMap<>();

    private final Delays delays;
    private final Parked parked;
    private long arrivals;
    private long reportedHeld;
    private long reportedHeldBytes;

    TaskRoom(int partition, Engine engine, RequestTable table, Reservations reservations, CallStart callStart) {
        this.partition = partition;
        this.engine = engine;
        this.table = table;
        this.reservations = reservations;
        this.callStart = callStart;
        this.lanes = new Lanes(engine.settings().maxHeldPerKey());
        this.waits = new Waits(engine.slots());
        this.delays = new Delays(engine.intake());
        this.following = new Following(engine.cache().flights());
        this.parked = new Parked(engine.intake());
        table.restore().forEach(this::restore);
        lanes.readyWithoutHead();
        reportHeld();
        engine.ownership().took(partition);
    }

    private void restore(RequestTable.OpenRow row) {
        reservations.restored(row.reserved());
        arrivals = Math.max(arrivals, row.arrival());
        String orderingKey = row.orderingKey();
        if (row.place() == Place.HELD && orderingKey != null) {
            lanes.hold(lanes.keyOf(row.tenant(), orderingKey), row.key(), row.bytes());
            return;
        }
        if (orderingKey != null) {
            lanes.enter(lanes.keyOf(row.tenant(), orderingKey), row.key());
        }
        if (row.place() == Place.DELAYED || row.place() == Place.IN_TICKET) {
            delays.add(row.key(), row.dueAtMs(), row.target(), row.expiresAtMs());
            return;
        }
        String parkedAt = row.parkedAt();
        if (row.place() == Place.PARKED) {
            parked.restore(row.key(), parkedAt == null ? "" : parkedAt, row.expiresAtMs());
            return;
        }
        restored.add(row.key());
    }

    int partition() {
        return partition;
    }

    RequestTable table() {
        return table;
    }

    /** What its requests have reserved of budgets. */
    Reservations reservations() {
        return reservations;
    }

    Lanes lanes() {
        return lanes;
    }

    Waits waits() {
        return waits;
    }

    /** Those that ask what another one asks too. */
    Following following() {
        return following;
    }

    /** Those whose next attempt is not due yet. */
    Delays delays() {
        return delays;
    }

    /** Those that wait for the verdict of a policy that asks somebody. */
    Parked parked() {
        return parked;
    }

    Inbox<Settled> inbox() {
        return inbox;
    }

    long nextArrival() {
        return ++arrivals;
    }

    Open opened(RequestKey key, Hash16 content, int hop, OpenRequest request, @Nullable SlotInHand slot) {
        long contentBits = ByteBuffer.wrap(content.bytes()).getLong();
        Open entry = new Open(new CallKey(partition, key, contentBits, hop), content, request, slot);
        open.put(key, entry);
        return entry;
    }

    @Nullable
    Open find(RequestKey key) {
        return open.get(key);
    }

    /** The open call of an arrival; null where the request is answered, or called again, by now. */
    @Nullable
    Open find(CallKey call) {
        Open entry = open.get(call.request());
        return entry != null && entry.call().equals(call) ? entry : null;
    }

    /**
     * Hands over requests that the store held as under way when the task started, oldest first, each of them once.
     *
     * @param most how many at the most
     */
    void takeRestored(int most, Consumer<RequestKey> receiver) {
        for (int i = 0; i < most && !restored.isEmpty(); i++) {
            receiver.accept(restored.remove());
        }
    }

    /**
     * The entry of an open row. Where the row was not taken up yet since the task started, its call is adopted if this
     * process made it: a row that waits may have one too, begun in a transaction that was aborted.
     */
    @Nullable
    Open findOrAdopt(RequestKey key, RequestRow row) {
        Open entry = open.get(key);
        if (entry != null) {
            return entry;
        }
        OpenRequest request = row.getOpen();
        boolean waited = row.getPlace() == Place.WAITING;
        if (!waited && request.getCalledBy() != engine.process()) {
            return null;
        }
        request.setAttempts(request.getAttempts() + (waited ? 1 : 0));
        Open adopted = opened(key, row.getContentHash(), row.getHop(), request, null);
        if (adopt(adopted)) {
            engine.calls().target(adopted.call()).ifPresent(request::setTarget);
            return adopted;
        }
        request.setAttempts(request.getAttempts() - (waited ? 1 : 0));
        return null;
    }

    /** Takes the call over that an earlier task of this process left, and its slot with it. */
    boolean adopt(Open entry) {
        if (engine.calls().adopt(entry.call(), inbox)) {
            return true;
        }
        open.remove(entry.call().request());
        return false;
    }

    /**
     * Takes a slot where there is one, and nothing that was under way before the task started comes first. Until a call
     * begins with it, slot and pass are the room's, which gives them back when it closes. Null where there is none.
     */
    @Nullable
    SlotInHand takeSlot(Route route, Demand demand) {
        if (!restored.isEmpty()) {
            return null;
        }
        Pass pass = engine.slots().tryTake(route, demand);
        return pass == null ? null : takeGranted(pass, 0);
    }

    /** Lets a slot in hand, which holds nothing yet, hold the bytes of a request. */
    SlotInHand fill(SlotInHand slot, long bytes) {
        engine.slots().hold(bytes);
        return takeGranted(slot.pass(), bytes);
    }

    /** A slot with these bytes was granted. */
    SlotInHand takeGranted(Pass pass, long bytes) {
        SlotInHand slot = new SlotInHand(pass, bytes);
        inHand.put(pass, slot);
        return slot;
    }

    /** Gives a slot in hand back. */
    void giveBack(SlotInHand slot) {
        inHand.remove(slot.pass());
        slot.pass().unused();
        engine.slots().giveBack(slot.bytes());
    }

    /**
     * Calls, with a slot in hand.
     *
     * @param afterCommit whether the row has to be committed first
     */
    void call(Open entry, boolean afterCommit) {
        if (!afterCommit) {
            begin(entry);
            return;
        }
        starting.put(entry.call(), entry);
        engine.hooks().afterCommit(this, () -> {
            if (starting.remove(entry.call()) != null) {
                begin(entry);
            }
        });
    }

    private void begin(Open entry) {
        SlotInHand slot = Objects.requireNonNull(entry.slot(), "a call begins with a slot");
        inHand.remove(slot.pass());
        callStart.start(entry, slot, inbox);
    }

    /** Whether the provider may know of the call. */
    boolean hasBegun(Open entry) {
        return !starting.containsKey(entry.call());
    }

    /** The request is answered: a call that is still open ends with the transaction, and the next of its lane may go. */
    void answered(RequestKey key) {
        leave(key);
        waits.leave(key);
        delays.leave(key);
        following.leave(key, action -> engine.hooks().afterCommit(this, action));
        parked.leave(key);
        lanes.answered(key);
    }

    /** The request goes on without the call it has, if any: a call that is still open ends with the transaction. */
    void leave(RequestKey key) {
        Open entry = open.remove(key);
        if (entry != null && starting.remove(entry.call()) != null) {
            giveBack(Objects.requireNonNull(entry.slot()));
        } else if (entry != null) {
            engine.hooks().afterCommit(this, () -> engine.calls().cancel(entry.call()));
        }
    }

    /** Says how much is held, and shuts the partition where that is too much. */
    void reportHeld() {
        var intake = engine.intake();
        intake.holds(lanes.held() - reportedHeld, lanes.heldBytes() - reportedHeldBytes);
        reportedHeld = lanes.held();
        reportedHeldBytes = lanes.heldBytes();
        boolean tooMany = lanes.isFull();
        boolean tooMuch = reportedHeld > 0 && intake.holdsMoreThan(intake.isOpen(partition) ? 10 : 9);
        intake.shut(partition, tooMany || tooMuch);
    }

    boolean isIdle() {
        return open.isEmpty() && restored.isEmpty() && inbox.isEmpty() && waits.isEmpty() && following.isEmpty();
    }

    void close() {
        engine.hooks().discard(this);
        engine.calls().orphan(inbox);
        List.copyOf(inHand.values()).forEach(this::giveBack);
        waits.close();
        delays.close();
        following.close();
        parked.close();
        engine.ownership().left(partition);
        engine.intake().holds(-reportedHeld, -reportedHeldBytes);
        engine.intake().shut(partition, false);
    }
}
