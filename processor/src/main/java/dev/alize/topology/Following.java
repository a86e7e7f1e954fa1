package dev.alize.topology;

import dev.alize.cache.Flights;
import dev.alize.cache.KeptAnswer;
import dev.alize.cache.Question;
import dev.alize.domain.RequestKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one task that take part in flights: those that follow are in the store as waiting, and here only by
 * key. Owned by the task's stream thread; only word of what becomes of them comes from other threads.
 */
final class Following {
    private record Expiry(long atMs, RequestKey request) {}

    /** @param answer null where the request has to be called */
    private record News(Membership member, @Nullable KeptAnswer answer) {}

    private final class Membership implements Flights.Member {
        private final RequestKey request;
        private final Question question;
        private final int rank;
        private boolean follows;

        Membership(RequestKey request, Question question, int rank) {
            this.request = request;
            this.question = question;
            this.rank = rank;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public void goes() {
            news.add(new News(this, null));
        }

        @Override
        public void gets(KeptAnswer answer) {
            news.add(new News(this, answer));
        }
    }

    /** Takes over what becomes of a request that followed. */
    interface Receiver {
        /** It has to be called. */
        void goes(RequestKey request);

        void gets(RequestKey request, KeptAnswer answer);
    }

    private final Flights flights;
    private final Map<RequestKey, Membership> members = new HashMap<>();
    /** Those whose leaving is not committed too. */
    private final Set<Membership> joined = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Queue<News> news = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>(Comparator.comparingLong(Expiry::atMs));
    private int followers;

    Following(Flights flights) {
        this.flights = flights;
    }

    /**
     * Joins those that ask the same.
     *
     * @param rank 0 is the most urgent
     * @return whether the request waits for the answer of another one
     */
    boolean join(RequestKey request, Question question, int rank, long expiresAtMs) {
        Membership member = new Membership(request, question, rank);
        member.follows = flights.join(question, member);
        members.put(request, member);
        joined.add(member);
        if (member.follows) {
            followers++;
            expiries.add(new Expiry(expiresAtMs, request));
        }
        return member.follows;
    }

    /** What the request asked when it joined. */
    Optional<Question> question(RequestKey request) {
        return Optional.ofNullable(members.get(request)).map(member -> member.question);
    }

    /** Hands over at most so many requests that follow no longer. */
    void takeNews(int most, Receiver receiver) {
        for (int i = 0; i < most; i++) {
            News next = news.poll();
            if (next == null) {
                return;
            }
            Membership member = next.member();
            if (members.get(member.request) == member && member.follows) {
                member.follows = false;
                followers--;
                if (next.answer() == null) {
                    receiver.goes(member.request);
                } else {
                    receiver.gets(member.request, next.answer());
                }
            }
        }
    }

    /** Hands over, at most so many, the requests that expired while they followed; they leave with being answered. */
    void takeExpired(int most, long nowMs, Consumer<RequestKey> receiver) {
        for (int taken = 0;
                taken < most && !expiries.isEmpty() && expiries.element().atMs() <= nowMs; ) {
            RequestKey request = expiries.remove().request();
            if (follows(request)) {
                receiver.accept(request);
                taken++;
            }
        }
        if (expiries.size() > 64 + 4 * followers) {
            expiries.removeIf(expiry -> !follows(expiry.request()));
        }
    }

    private boolean follows(RequestKey request) {
        Membership member = members.get(request);
        return member != null && member.follows;
    }

    /**
     * The request is answered.
     *
     * @param afterCommit runs what is known to others only once it is certain
     */
    void leave(RequestKey request, Consumer<Runnable> afterCommit) {
        Membership member = members.remove(request);
        if (member == null) {
            return;
        }
        if (member.follows) {
            member.follows = false;
            followers--;
        }
        afterCommit.accept(() -> {
            joined.remove(member);
            flights.leave(member.question, member);
        });
    }

    /** Whether nobody follows. */
    boolean isEmpty() {
        return followers == 0;
    }

    /** Leaves with all; their rows stay. */
    void close() {
        List<Membership> left = new ArrayList<>(joined);
        joined.clear();
        members.clear();
        followers = 0;
        left.forEach(member -> flights.leave(member.question, member));
        news.clear();
        expiries.clear();
    }
}
