package dev.alize.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Who is killed when: the time is cut into slots of equal length, and in each of them one instance dies at a random
 * moment. So two kills may be arbitrarily close, and calls are open at each of them.
 *
 * @param kills in order of time
 * @param length from the first request to the last one
 */
record KillPlan(List<Kill> kills, Duration length) {
    /**
     * A kill to come.
     *
     * @param after the first request
     * @param victim number of the processor, from 0
     */
    record Kill(Duration after, int victim) {}

    KillPlan {
        kills = List.copyOf(kills);
    }

    /** Equal options draw equal plans. The first slot starts when the first calls have become old enough to end. */
    static KillPlan draw(ChaosOptions options) {
        Random random = new Random(options.seed());
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < options.kills(); i++) {
            Duration slot = options.latency().plus(options.spacing().multipliedBy(i));
            long inside = (long) (random.nextDouble() * options.spacing().toNanos());
            kills.add(new Kill(
                    slot.plusNanos(inside), random.nextInt(options.rig().processors())));
        }
        return new KillPlan(kills, options.latency().plus(options.spacing().multipliedBy(options.kills())));
    }

    /** Nanoseconds between two of so many requests. */
    long interval(int requests) {
        return length.toNanos() / requests;
    }
}
