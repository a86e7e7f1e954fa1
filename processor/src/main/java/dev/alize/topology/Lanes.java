package dev.alize.topology;

import dev.alize.domain.RequestKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of one task's requests with an ordering key. A lane is one tenant's ordering key: its head is under way, the
 * others are held until the head is answered. Only keys are kept here, the requests are in the store. Owned by the
 * task's stream thread.
 */
final class Lanes {
    /** Names a lane: 16 bytes of SHA-256, so that long ordering keys cost no more memory than short ones. */
    record LaneKey(RequestKey hash) {}

    private record Held(RequestKey request, int bytes) {}

    private static final class Lane {
        final LaneKey key;

        @Nullable
        RequestKey head;

        final Deque<Held> held = new ArrayDeque<>();

        Lane(LaneKey key) {
            this.key = key;
        }
    }

    private final int mostInLane;
    private final MessageDigest digest;
    private final Map<LaneKey, Lane> lanes = new HashMap<>();
    private final Map<RequestKey, Lane> heads = new HashMap<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private long held;
    private long heldBytes;
    private int full;

    /** @param mostInLane held requests from which on a lane is full, 1 or more */
    Lanes(int mostInLane) {
        this.mostInLane = mostInLane;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    LaneKey keyOf(String tenant, String orderingKey) {
        digest.update(tenant.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        byte[] hash = digest.digest(orderingKey.getBytes(StandardCharsets.UTF_8));
        return new LaneKey(RequestKey.of(Arrays.copyOf(hash, RequestKey.LENGTH)));
    }

    /** Makes the request the head of its lane; false where the lane has one, or others come first. */
    boolean enter(LaneKey key, RequestKey request) {
        if (lanes.containsKey(key)) {
            return false;
        }
        lead(lanes.computeIfAbsent(key, Lane::new), request);
        return true;
    }

    private void lead(Lane lane, RequestKey request) {
        lane.head = request;
        heads.put(request, lane);
    }

    /** Puts a request that is in the store behind all others of its lane. */
    void hold(LaneKey key, RequestKey request, int bytes) {
        Lane lane = lanes.computeIfAbsent(key, Lane::new);
        lane.held.add(new Held(request, bytes));
        held++;
        heldBytes += bytes;
        if (lane.held.size() == mostInLane) {
            full++;
        }
    }

    /** The request was answered: if it was a head, the next of its lane is ready. */
    void answered(RequestKey request) {
        Lane lane = heads.remove(request);
        if (lane == null) {
            return;
        }
        lane.head = null;
        if (lane.held.isEmpty()) {
            lanes.remove(lane.key);
        } else {
            ready.add(lane);
        }
    }

    /** After a restart: lanes whose head was answered before the next one was let go. */
    void readyWithoutHead() {
        for (Lane lane : lanes.values()) {
            if (lane.head == null) {
                ready.add(lane);
            }
        }
    }

    /** The next request that may go: from now on it is the head of its lane. Null where none is ready. */
    @Nullable
    RequestKey nextReady() {
        Lane lane = ready.poll();
        if (lane == null) {
            return null;
        }
        if (lane.held.size() == mostInLane) {
            full--;
        }
        Held next = lane.held.remove();
        held--;
        heldBytes -= next.bytes();
        lead(lane, next.request());
        return next.request();
    }

    /** Whether any lane is full. */
    boolean isFull() {
        return full > 0;
    }

    long held() {
        return held;
    }

    long heldBytes() {
        return heldBytes;
    }
}
