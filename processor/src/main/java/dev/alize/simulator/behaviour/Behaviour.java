package dev.alize.simulator.behaviour;

import java.util.List;

/**
 * How the simulator behaves from now on. The first rule that matches a call decides; a call no rule matches is
 * answered properly.
 *
 * @param latency of proper answers
 * @param answer what proper answers look like
 * @param stream how proper answers are streamed where the request asks for it
 * @param seed of every random choice; equal seeds and equal orders of calls give equal choices on one event loop
 * @param rules in order of precedence
 */
public record Behaviour(Latency latency, AnswerShape answer, StreamShape stream, long seed, List<Rule> rules) {
    /** Answers everything at once. */
    public static final Behaviour GOOD =
            new Behaviour(Latency.NONE, AnswerShape.SHORT, StreamShape.PLAIN, 1, List.of());

    public Behaviour {
        rules = List.copyOf(rules);
    }

    /** The same with another latency. */
    public Behaviour with(Latency other) {
        return new Behaviour(other, answer, stream, seed, rules);
    }

    /** The same with other answers. */
    public Behaviour with(AnswerShape other) {
        return new Behaviour(latency, other, stream, seed, rules);
    }

    /** The same with answers streamed so. */
    public Behaviour with(StreamShape other) {
        return new Behaviour(latency, answer, other, seed, rules);
    }

    /** The same with these rules instead. */
    public Behaviour with(Rule... others) {
        return new Behaviour(latency, answer, stream, seed, List.of(others));
    }

    /** The same with another seed. */
    public Behaviour withSeed(long other) {
        return new Behaviour(latency, answer, stream, other, rules);
    }
}
