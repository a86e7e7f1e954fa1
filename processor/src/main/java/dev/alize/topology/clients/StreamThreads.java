package dev.alize.topology.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When each stream thread last polled and committed, and how long its transaction has been open. Written by the clients
 * of the threads, each by its own thread; read by any.
 */
public final class StreamThreads {
    /**
     * One thread; times in nanoseconds before now.
     *
     * @param transaction how long its transaction has been open, 0 where none is
     */
    public record Pulse(String thread, long sincePoll, long sinceCommit, long transaction) {}

    private final Set<Polls> consumers = ConcurrentHashMap.newKeySet();
    private final Set<Transactions> producers = ConcurrentHashMap.newKeySet();
    private final LongSupplier clock;

    /** @param clock nanoseconds, never running backwards */
    public StreamThreads(LongSupplier clock) {
        this.clock = clock;
    }

    /** For a consumer with this {@code client.id}. */
    Polls consumer(String clientId) {
        Polls polls = new Polls(threadOf(clientId, "-consumer"));
        consumers.add(polls);
        return polls;
    }

    /** For a producer with this {@code client.id}. */
    Transactions producer(String clientId) {
        Transactions transactions = new Transactions(threadOf(clientId, "-producer"));
        producers.add(transactions);
        return transactions;
    }

    /** Streams names the clients of a thread after the thread. */
    private static String threadOf(String clientId, String suffix) {
        return clientId.endsWith(suffix) ? clientId.substring(0, clientId.length() - suffix.length()) : clientId;
    }

    /** The threads that are alive, in no order. */
    public List<Pulse> pulses() {
        long now = clock.getAsLong();
        List<Pulse> pulses = new ArrayList<>();
        for (Polls polls : consumers) {
            long sinceCommit = 0;
            long transaction = 0;
            for (Transactions transactions : producers) {
                if (transactions.thread.equals(polls.thread)) {
                    sinceCommit = now - transactions.committedAt;
                    transaction = transactions.open ? now - transactions.begunAt : 0;
                }
            }
            pulses.add(new Pulse(polls.thread, Math.max(0, now - polls.at), Math.max(0, sinceCommit), transaction));
        }
        return pulses;
    }

    /** The polls of one consumer. */
    final class Polls {
        private final String thread;
        private volatile long at = clock.getAsLong();

        private Polls(String thread) {
            this.thread = thread;
        }

        void polled() {
            at = clock.getAsLong();
        }

        void closed() {
            consumers.remove(this);
        }
    }

    /** The transactions of one producer. */
    final class Transactions {
        private final String thread;
        private volatile long committedAt = clock.getAsLong();
        private volatile long begunAt;
        private volatile boolean open;

        private Transactions(String thread) {
            this.thread = thread;
        }

        void begun() {
            begunAt = clock.getAsLong();
            open = true;
        }

        void committed() {
            committedAt = clock.getAsLong();
            open = false;
        }

        void aborted() {
            open = false;
        }

        void closed() {
            producers.remove(this);
        }
    }
}
