package dev.alize.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instances before a server with strict sliding windows, in virtual time: seven windows, the first not counted. */
class QuotaSimulationTest {
    private static final int PER_SECOND = 50;
    private static final int MEAN_COST = 300;
    private static final int WINDOWS = 7;

    private final long seed = System.nanoTime() & 0xffff;

    @ParameterizedTest
    @CsvSource({"60, 1", "60, 2", "60, 4", "10, 1", "10, 2", "10, 4"})
    void usesAllOfTheRequestsThatTheProviderAllows(int seconds, int instances) {
        Run run = new Run(seconds, instances, 2.0);
        run.toTheEnd();

        run.report("requests");
        assertThat(run.used()).as("seed %d", seed).isGreaterThanOrEqualTo(0.98);
        assertThat(run.refusedPer1000()).as("seed %d", seed).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({"60, 1", "60, 2", "60, 4"})
    void usesAllOfTheTokensThatTheProviderAllows(int seconds, int instances) {
        Run run = new Run(seconds, instances, 0.8);
        run.toTheEnd();

        run.report("tokens");
        assertThat(run.used()).as("seed %d", seed).isGreaterThanOrEqualTo(0.98);
        assertThat(run.refusedPer1000()).as("seed %d", seed).isLessThan(1);
    }

    /**
     * Of 400 calls in the window 44 are open at any time, and end when they like: what is counted in the window varies
     * by more than a hundredth, and a call is refused where it varies above the limit. So 98 % cannot be had here.
     */
    @ParameterizedTest
    @CsvSource({"10, 1", "10, 2", "10, 4"})
    void staysBelowAShortWindowOfTokensByWhatIsLeftToChance(int seconds, int instances) {
        Run run = new Run(seconds, instances, 0.8);
        run.toTheEnd();

        run.report("tokens, short");
        assertThat(run.used()).as("seed %d", seed).isGreaterThanOrEqualTo(0.94);
        assertThat(run.refusedPer1000()).as("seed %d", seed).isLessThan(5);
    }

    @Test
    void learnsTheLimitsFromTheHeaders() {
        Run run = new Run(60, 2, 2.0, List.of());
        run.toTheEnd();

        run.report("learned");
        assertThat(run.used()).as("seed %d", seed).isGreaterThanOrEqualTo(0.98);
        assertThat(run.refusedPer1000()).as("seed %d", seed).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({"60, 1", "60, 2", "10, 1", "10, 2", "10, 4"})
    void keepsNineTenthsOfTheWindowInWhichAnInstanceIsAdded(int seconds, int instances) {
        Run run = new Run(seconds, instances, 2.0);
        run.after(3 * seconds + 1, () -> run.cluster.add("new"));
        run.after(3 * seconds + 4, run.cluster::rebalance);
        run.toTheEnd();

        run.report("added");
        assertThat(run.leastUsed()).as("seed %d", seed).isGreaterThanOrEqualTo(0.9);
    }

    /** Its part of a window of 10 s is lost for 1.5 s, which with two instances is nearly a tenth. */
    @ParameterizedTest
    @CsvSource({"60, 2", "60, 4", "10, 2", "10, 4"})
    void keepsNineTenthsOfTheWindowInWhichAnInstanceIsKilled(int seconds, int instances) {
        Run run = new Run(seconds, instances, 2.0);
        run.after(3 * seconds + 1, () -> run.cluster.instances.getFirst().alive = false);
        run.after(3 * seconds + 11, run.cluster::rebalance);
        run.toTheEnd();

        run.report("killed");
        assertThat(run.leastUsed()).as("seed %d", seed).isGreaterThanOrEqualTo(0.9);
    }

    @ParameterizedTest
    @CsvSource({"60, 4", "10, 2", "10, 4"})
    void givesTheQuotaToTheInstanceThatHasTheBacklog(int seconds, int instances) {
        Run run = new Run(seconds, instances, 2.0);
        run.cluster.instances.stream().skip(1).forEach(idle -> idle.backlog = false);
        run.toTheEnd();

        run.report("hot partitions");
        assertThat(run.used()).as("seed %d", seed).isGreaterThanOrEqualTo(0.9);
        assertThat(run.refusedPer1000()).as("seed %d", seed).isLessThan(1);
    }

    @Test
    void sharesByPartitionsWhereTheInstancesHearNothingOfEachOther() {
        Run run = new Run(10, 4, 2.0);
        run.cluster.instances.forEach(each -> each.beats = false);
        run.toTheEnd();

        run.report("no beats");
        assertThat(run.used()).as("seed %d", seed).isGreaterThanOrEqualTo(0.98);
        assertThat(run.refusedPer1000()).as("seed %d", seed).isLessThan(1);
    }

    private final class Run {
        final long windowNanos;
        final long requests;
        final long tokens;
        final StrictServer server;
        final Cluster cluster;

        /** @param tokenRoom tokens of the window, as a factor of those that its requests take */
        Run(int seconds, int instances, double tokenRoom) {
            this(
                    seconds,
                    instances,
                    tokenRoom,
                    List.of(
                            new Window(Kind.REQUESTS, Duration.ofSeconds(seconds), (long) PER_SECOND * seconds),
                            new Window(Kind.TOKENS, Duration.ofSeconds(seconds), tokens(seconds, tokenRoom))));
        }

        Run(int seconds, int instances, double tokenRoom, List<Window> windows) {
            windowNanos = Duration.ofSeconds(seconds).toNanos();
            requests = (long) PER_SECOND * seconds;
            tokens = tokens(seconds, tokenRoom);
            server = new StrictServer(requests, tokens, windowNanos);
            cluster = new Cluster(server, windows, MEAN_COST * 2 / 3, MEAN_COST / 3, seed);
            for (int i = 0; i < instances; i++) {
                cluster.add("i" + i);
            }
            cluster.rebalance();
        }

        private static long tokens(int seconds, double room) {
            return (long) (room * PER_SECOND * seconds * MEAN_COST);
        }

        void after(int seconds, Runnable action) {
            cluster.time.in(Duration.ofSeconds(seconds), action);
        }

        void toTheEnd() {
            cluster.time.runUntil(cluster.start + WINDOWS * windowNanos);
        }

        /** Of the tighter window, without the first. */
        double used() {
            return used(1, WINDOWS);
        }

        double leastUsed() {
            double least = 1;
            for (int window = 1; window < WINDOWS; window++) {
                least = Math.min(least, used(window, window + 1));
            }
            return least;
        }

        private double used(int first, int end) {
            long from = cluster.start + first * windowNanos;
            long to = cluster.start + end * windowNanos;
            return Math.max(
                    server.requestsUsed(from, to) / requests / (end - first),
                    server.tokensUsed(from, to) / tokens / (end - first));
        }

        double refusedPer1000() {
            return 1_000.0 * server.refused / cluster.answers;
        }

        void report(String what) {
            System.out.printf(
                    "%s, %d s, %d instances, seed %d: used %.3f, least %.3f, refused per 1000 %.2f%n",
                    what,
                    windowNanos / 1_000_000_000,
                    cluster.instances.size(),
                    seed,
                    used(),
                    leastUsed(),
                    refusedPer1000());
        }
    }
}
