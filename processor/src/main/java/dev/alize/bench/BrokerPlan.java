package dev.alize.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Which broker is killed when: the time is cut into slots of equal length, and in each of them one broker dies at a
 * random moment, so early that it is down as long as it shall be where the slot is long enough for that.
 *
 * @param kills in order of time
 */
record BrokerPlan(List<BrokerKill> kills) {
    /** Not the seed of the instances' kills: those shall be the same with and without dead brokers. */
    private static final long OTHER = 0x6b726f6b65727321L;

    /**
     * A kill to come.
     *
     * @param after the first request
     * @param broker its number, from 1
     */
    record BrokerKill(Duration after, int broker) {}

    BrokerPlan {
        kills = List.copyOf(kills);
    }

    /**
     * Equal options draw equal plans.
     *
     * @param length from the first request to the last one
     */
    static BrokerPlan draw(ChaosOptions options, Duration length) {
        Random random = new Random(options.seed() ^ OTHER);
        List<BrokerKill> kills = new ArrayList<>();
        for (int i = 0; i < options.brokerKills(); i++) {
            Duration slot = length.dividedBy(options.brokerKills());
            long room = Math.max(0, slot.minus(options.brokerDown()).toNanos());
            kills.add(new BrokerKill(
                    slot.multipliedBy(i).plusNanos((long) (random.nextDouble() * room)),
                    1 + random.nextInt(options.rig().brokers())));
        }
        return new BrokerPlan(kills);
    }
}
