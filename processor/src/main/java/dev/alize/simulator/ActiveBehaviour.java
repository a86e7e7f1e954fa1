package dev.alize.simulator;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.vendor.Completion;
import dev.alize.simulator.vendor.Dialect;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A behaviour in force: its start, how often each rule was used, and a source of random numbers for each event loop.
 * Shared by the event loops; each uses only its own random numbers.
 */
final class ActiveBehaviour {
    /** The header that names the request a call belongs to. */
    static final String REQUEST_ID = "x-alize-request-id";

    private final Behaviour behaviour;
    private final Completion completion;
    private final LongSupplier nanoTime;
    private final long start;
    private final AtomicIntegerArray used;
    private final List<RandomGenerator> randoms;

    ActiveBehaviour(Behaviour behaviour, Dialect dialect, int eventLoops, LongSupplier nanoTime) {
        this.behaviour = behaviour;
        this.completion = new Completion(behaviour.answer(), dialect);
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.used = new AtomicIntegerArray(behaviour.rules().size());
        this.randoms = IntStream.range(0, eventLoops)
                .mapToObj(loop -> (RandomGenerator) new java.util.SplittableRandom(behaviour.seed() + loop))
                .toList();
    }

    Behaviour behaviour() {
        return behaviour;
    }

    Completion completion() {
        return completion;
    }

    RandomGenerator random(int eventLoop) {
        return randoms.get(eventLoop);
    }

    /** The first rule for a call; counts as a use of it. */
    @Nullable
    Rule take(int eventLoop, Asked asked) {
        List<Rule> rules = behaviour.rules();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (inWindow(rule) && matches(rule.match(), asked, randoms.get(eventLoop)) && use(i, rule.times())) {
                return rule;
            }
        }
        return null;
    }

    private boolean inWindow(Rule rule) {
        long age = nanoTime.getAsLong() - start;
        return age >= rule.from().toNanos()
                && (rule.to() == null || age < rule.to().toNanos());
    }

    private static boolean matches(Match match, Asked asked, RandomGenerator random) {
        String id = match.requestId();
        String model = match.model();
        return match.meansPath(asked.path(), asked.completes())
                && (id == null || id.equals(asked.requestId()))
                && match.meansRequest(asked.requestId())
                && hasHeader(match, asked)
                && (model == null || model.equals(asked.model()))
                && (match.share() >= 1 || random.nextDouble() < match.share());
    }

    private static boolean hasHeader(Match match, Asked asked) {
        String header = match.header();
        String value = match.value();
        return header == null
                || (value == null
                        ? asked.headers().contains(header)
                        : value.equals(asked.headers().get(header)));
    }

    private boolean use(int rule, int times) {
        if (times == Integer.MAX_VALUE) {
            return true;
        }
        return used.getAndUpdate(rule, count -> Math.min(times, count + 1)) < times;
    }
}
