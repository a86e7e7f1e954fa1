package dev.alize.cache;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Lets requests with the same question wait for one call: the leader is called, the others follow. Their answer is the
 * leader's; where it comes to none, the first of them leads. Thread-safe: leaders and followers may be of any task of
 * the process.
 */
public final class Flights {
    /** Most that follow at once in a process; one more is called on its own, and so counts for what holds reading back. */
    static final int MOST_FOLLOWERS = 10_000;

    /** After so many leaders without an answer to share, the others are called all at once rather than one by one. */
    static final int MOST_LEADERS = 3;

    /** One request. Called under the lock of the flights, on any thread: notes what it is told and returns. */
    public interface Member {
        /** 0 is the most urgent. */
        int rank();

        /** It follows nobody any more and has to be called. */
        void goes();

        /** It is answered. */
        void gets(KeptAnswer answer);
    }

    private static final class Flight {
        private Member leader;
        private int leaders = 1;
        private final SequencedSet<Member> followers = new LinkedHashSet<>();

        Flight(Member leader) {
            this.leader = leader;
        }
    }

    private final Map<Question, Flight> flights = new HashMap<>();
    private int followers;

    /**
     * Joins those that ask the same. The first leads; so does one that is more urgent than the leader, whose place in a
     * queue it must not wait for.
     *
     * @return whether it follows, and will be told what becomes of it
     */
    public synchronized boolean join(Question question, Member member) {
        Flight flight = flights.get(question);
        if (flight == null) {
            flights.put(question, new Flight(member));
            return false;
        }
        if (member.rank() < flight.leader.rank()) {
            flight.leader = member;
            return false;
        }
        if (followers >= MOST_FOLLOWERS) {
            return false;
        }
        followers++;
        return flight.followers.add(member);
    }

    /** Gives an answer to all that follow. */
    public synchronized void share(Question question, KeptAnswer answer) {
        Flight flight = flights.remove(question);
        if (flight != null) {
            followers -= flight.followers.size();
            flight.followers.forEach(member -> member.gets(answer));
        }
    }

    /** Answers to this question cannot be shared: all that follow go. */
    public synchronized void disband(Question question) {
        Flight flight = flights.remove(question);
        if (flight != null) {
            followers -= flight.followers.size();
            flight.followers.forEach(Member::goes);
        }
    }

    /** A member has ended, with nothing to share, or is elsewhere from now on. Nothing happens if it had left before. */
    public synchronized void leave(Question question, Member member) {
        Flight flight = flights.get(question);
        if (flight == null) {
            return;
        }
        if (flight.followers.remove(member)) {
            followers--;
        } else if (flight.leader == member) {
            promote(question, flight);
        }
    }

    private void promote(Question question, Flight flight) {
        if (flight.followers.isEmpty() || flight.leaders >= MOST_LEADERS) {
            disband(question);
            return;
        }
        flight.leader = flight.followers.removeFirst();
        flight.leaders++;
        followers--;
        flight.leader.goes();
    }

    /** How many follow now. */
    synchronized int followers() {
        return followers;
    }
}
