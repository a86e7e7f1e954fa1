package dev.alize.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final long MS = 1_000_000L;

    private long now = 1_000_000 * MS;
    private double wanted = 1;
    private long polledAt = now;
    private final OwnedPartitions owned = new OwnedPartitions(4, Duration.ofSeconds(5), () -> polledAt);
    private final Shares shares = new Shares("a", 1, owned, at -> Map.of("g", wanted), () -> {});
    private final Share share = shares.of("g");
    private long otherNumber;

    @Test
    void usesItsPartOfThePartitionsWithoutBeats() {
        own(3);

        assertThat(share.at(now)).isEqualTo(0.75);
    }

    @Test
    void usesNothingWhileItsThreadsDoNotPoll() {
        own(3);
        now += 5_001 * MS;

        assertThat(share.at(now)).isZero();
    }

    @Test
    void raisesOnlyIntoWhatOthersNoLongerClaim() {
        own(2);
        beats(10, 0.5, 0.0);
        assertThat(share.at(now)).isEqualTo(0.5, within(1e-9));

        beats(3, 0.01, 0.0);
        assertThat(share.at(now)).isEqualTo(0.99, within(1e-9));
    }

    @Test
    void lowersAtOnceWhenAnotherWantsMore() {
        own(2);
        beats(10, 0.01, 0.0);
        hear(0.01, 1.0, 2);

        assertThat(share.at(now)).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void takesTheShareOfASilentInstanceAfterAWhile() {
        own(2);
        beats(10, 0.5, 1.0);
        for (int i = 0; i < 4; i++) {
            beat();
        }
        assertThat(share.at(now)).isEqualTo(0.5, within(1e-9));

        for (int i = 0; i < 3; i++) {
            beat();
        }
        assertThat(share.at(now)).isEqualTo(1.0, within(1e-9));
    }

    @Test
    void takesTheShareOfOneThatLeavesAtOnce() {
        own(2);
        beats(10, 0.5, 1.0);
        shares.heard(new Beat("b", 1, ++otherNumber, 0, 4, Map.of(), true), now);
        beat();

        assertThat(share.at(now)).isEqualTo(1.0, within(1e-9));
    }

    @Test
    void fallsBackToItsPartitionsWhenItsBeatsDoNotComeBack() {
        own(1);
        beats(10, 0.01, 0.0);
        assertThat(share.at(now)).isGreaterThan(0.9);

        now += 1_000 * MS;
        polledAt = now;
        assertThat(share.at(now)).isEqualTo(0.25);
    }

    @Test
    void usesNothingWhenItLeaves() {
        own(4);
        beats(10, 0, 0);
        shares.leave();

        assertThat(share.at(now)).isZero();
        assertThat(shares.beat(now).leaving()).isTrue();
    }

    @Test
    void ignoresBeatsThatComeLate() {
        own(2);
        beats(10, 0.5, 1.0);
        shares.heard(new Beat("b", 1, 1, 2, 4, Map.of("g", new Beat.Use(0, 0)), false), now);
        beat();

        assertThat(share.at(now)).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void dividesAllOfTheQuotaAndNeverMore() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            double[] wishes = random.doubles(1 + random.nextInt(6)).toArray();
            double[] weights = random.ints(wishes.length, 0, 9).asDoubleStream().toArray();
            double sum = 0;
            for (double each : FairShares.divide(wishes, weights)) {
                assertThat(each).as("seed %d", seed).isBetween(0.0, 1 + 1e-9);
                sum += each;
            }
            double all = Arrays.stream(weights).sum() == 0 ? 0 : 1;
            assertThat(sum).as("seed %d", seed).isEqualTo(all, within(1e-9));
        }
    }

    /** Parts in use never add up to more than the whole, in whatever order and however late the beats are read. */
    @Test
    void neverUsesMoreThanTheWholeTogether() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Cluster cluster = new Cluster(
                new StrictServer(3_000, 1_000_000, Duration.ofMinutes(1).toNanos()),
                List.of(new Window(Kind.REQUESTS, Duration.ofMinutes(1), 3_000)),
                10,
                10,
                seed);
        for (int i = 0; i < 4; i++) {
            cluster.add("i" + i);
        }
        cluster.rebalance();
        cluster.time.runUntil(cluster.start + 5_000 * MS);
        for (int step = 0; step < 1_000; step++) {
            cluster.time.runUntil(cluster.time.now() + 20 * MS);
            if (random.nextInt(20) == 0) {
                Cluster.Instance some = cluster.instances.get(random.nextInt(4));
                some.backlog = !some.backlog;
                some.wakeUp();
            }
            double sum = cluster.instances.stream()
                    .mapToDouble(each -> each.pacing.states().getFirst().share())
                    .sum();
            assertThat(sum).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(1 + 1e-6);
        }
    }

    private void own(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            owned.took(partition);
        }
    }

    private void beats(int count, double otherShare, double otherWanted) {
        for (int i = 0; i < count; i++) {
            hear(otherShare, otherWanted, 2);
            beat();
        }
    }

    private void hear(double otherShare, double otherWanted, int partitions) {
        Beat.Use use = new Beat.Use(otherShare, otherWanted);
        shares.heard(new Beat("b", 1, ++otherNumber, partitions, 4, Map.of("g", use), false), now);
    }

    private void beat() {
        now += 300 * MS;
        polledAt = now;
        shares.acknowledged(shares.beat(now).number(), now);
    }
}
