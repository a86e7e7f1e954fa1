package dev.alize.bench;

import dev.alize.bench.BrokerPlan.BrokerKill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Kills brokers as planned, one at a time: the next one only when every partition has all of its replicas in sync
 * again, because two dead brokers of three are more than the topics are made for.
 *
 * @param start of the first request, as {@link System#nanoTime()}
 * @param down how long a broker is dead before it is started again
 */
record BrokerHavoc(BrokerPlan plan, Brokers brokers, long start, Duration down, Consumer<String> progress)
        implements Callable<List<BrokerDeath>> {

    @Override
    public List<BrokerDeath> call() throws InterruptedException {
        List<BrokerDeath> deaths = new ArrayList<>();
        for (BrokerKill kill : plan.kills()) {
            OpenLoop.awaitTime(start + kill.after().toNanos());
            deaths.add(die(kill.broker()));
        }
        return deaths;
    }

    private BrokerDeath die(int broker) throws InterruptedException {
        brokers.kill(broker);
        Start dead = Start.now();
        progress.accept("Broker %d is killed, and starts again in %.0f s".formatted(broker, down.toMillis() / 1e3));
        OpenLoop.awaitTime(dead.nanos() + down.toNanos());
        Duration downFor = Duration.ofNanos(System.nanoTime() - dead.nanos());
        brokers.restart(broker);
        Duration repaired = Duration.ofNanos(System.nanoTime() - dead.nanos());
        progress.accept("Broker %d is back, and all replicas are in sync".formatted(broker));
        return new BrokerDeath(broker, dead, downFor, repaired);
    }
}
