package dev.alize.pacing;

import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Quota;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** Instances with a backlog before one server, in virtual time. */
final class Cluster {
    static final int PARTITIONS = 24;
    private static final Duration NETWORK = Duration.ofMillis(30);

    final VirtualTime time = new VirtualTime();
    final long start = time.now();
    final StrictServer server;
    final List<Instance> instances = new ArrayList<>();
    private final List<GroupRules> rules;
    private final Random random;
    private final long meanPrompt;
    private final long meanCompletion;
    private long topicEnd;
    int answers;

    Cluster(StrictServer server, List<Window> windows, long meanPrompt, long meanCompletion, long seed) {
        this.server = server;
        this.meanPrompt = meanPrompt;
        this.meanCompletion = meanCompletion;
        rules = List.of(new GroupRules("g", windows));
        random = new Random(seed);
    }

    Instance add(String name) {
        Instance instance = new Instance(name);
        instances.add(instance);
        return instance;
    }

    /** Gives everybody that is alive an equal part of the partitions. */
    void rebalance() {
        List<Instance> alive = instances.stream().filter(each -> each.alive).toList();
        instances.forEach(Instance::loseAll);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            alive.get(partition % alive.size()).take(partition);
        }
    }

    private long upTo(Duration most) {
        return (long) (random.nextDouble() * most.toNanos());
    }

    /** Appends to the topic of beats, which everybody reads in the same order. */
    private void publish(Beat beat) {
        long written = Math.max(topicEnd + 1, time.now() + 5_000_000 + upTo(NETWORK));
        topicEnd = written;
        for (Instance reader : instances) {
            long readAt = Math.max(reader.readUpTo + 1, written + 5_000_000 + upTo(NETWORK));
            reader.readUpTo = readAt;
            time.at(readAt, () -> reader.read(beat));
        }
    }

    final class Instance {
        final String name;
        final Pacing pacing;
        final Shares shares;
        final Quota quota;
        private final OwnedPartitions owned;
        private final List<Integer> partitions = new ArrayList<>();
        boolean alive = true;
        boolean backlog = true;
        boolean beats = true;
        private long readUpTo;
        private long wakeAt = Long.MAX_VALUE;

        Instance(String name) {
            this.name = name;
            owned = new OwnedPartitions(PARTITIONS, Duration.ofSeconds(5), time::now);
            pacing = new Pacing(
                    name,
                    time.now(),
                    owned,
                    new Surroundings(time::now, Clock.systemUTC(), NETWORK, ProcessEvents.NONE));
            pacing.follow(rules);
            quota = pacing.group("g");
            shares = pacing.shares().orElseThrow();
            pacing.onChange(() -> wake(time.now()));
            time.in(Duration.ofMillis(random.nextInt(300)), this::beat);
            wake(time.now());
        }

        private void take(int partition) {
            partitions.add(partition);
            owned.took(partition);
        }

        private void loseAll() {
            partitions.forEach(owned::left);
            partitions.clear();
        }

        private void beat() {
            if (alive && beats) {
                publish(shares.beat(time.now()));
                time.in(Shares.INTERVAL, this::beat);
            }
        }

        private void read(Beat beat) {
            if (!alive) {
                return;
            }
            if (beat.instance().equals(name)) {
                shares.acknowledged(beat.number(), time.now());
            } else {
                shares.heard(beat, time.now());
            }
        }

        void wakeUp() {
            wake(time.now());
        }

        /** A timer that is a few milliseconds late. */
        private void wake(long at) {
            if (at >= wakeAt) {
                return;
            }
            wakeAt = at;
            time.at(at + upTo(Duration.ofMillis(4)), () -> {
                if (wakeAt == at) {
                    wakeAt = Long.MAX_VALUE;
                    ask();
                }
            });
        }

        private void ask() {
            while (alive && backlog) {
                long prompt = (long) (meanPrompt * (0.5 + random.nextDouble()));
                switch (quota.reserve(prompt, 4 * meanCompletion, time.now())) {
                    case Quota.Answer.Later later -> {
                        if (later.atNanos() != Long.MAX_VALUE) {
                            wake(later.atNanos());
                        }
                        return;
                    }
                    case Quota.Answer.Taken taken ->
                        time.in(Duration.ofNanos(upTo(NETWORK)), () -> arrive(taken.reservation(), prompt));
                }
            }
        }

        private void arrive(Quota.Reservation reservation, long prompt) {
            Map<String, String> refusal = server.arrive(time.now());
            if (!refusal.isEmpty()) {
                time.in(Duration.ofNanos(upTo(NETWORK)), () -> {
                    CallFacts facts = new CallFacts(429, 0, 0, null, refusal);
                    reservation.ended(
                            new Outcome.Failure(FailureKind.RATE_LIMITED, null, "", facts), OptionalLong.empty());
                });
                return;
            }
            // A heavy tail: half of the completions are short, some are four times the mean.
            double tail = Math.min(4, -Math.log(1 - random.nextDouble()));
            long cost = prompt + 1 + (long) (tail * meanCompletion);
            time.in(Duration.ofMillis(200 + random.nextInt(1_800)), () -> end(reservation, cost));
        }

        private void end(Quota.Reservation reservation, long cost) {
            Map<String, String> headers = server.end(cost, time.now());
            time.in(Duration.ofNanos(upTo(NETWORK)), () -> {
                answers++;
                if (alive) {
                    CallFacts facts = new CallFacts(200, 0, 0, null, headers);
                    reservation.ended(new Outcome.Success(new byte[0], facts), OptionalLong.of(cost));
                    wake(time.now());
                }
            });
        }
    }
}
