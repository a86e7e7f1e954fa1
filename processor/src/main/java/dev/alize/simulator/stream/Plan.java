package dev.alize.simulator.stream;

import dev.alize.simulator.behaviour.Flaw;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.StreamShape;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a reaction means for a stream.
 *
 * @param shape how it is sent
 * @param flaw what goes wrong; null for nothing
 */
public record Plan(StreamShape shape, @Nullable Flaw flaw) {
    /**
     * The plan for a stream of so many chunks.
     *
     * @param usual shape where the reaction has none of its own
     */
    public static Plan of(Reaction.Late late, StreamShape usual, int chunks) {
        return switch (late) {
            case Reaction.Answer answer -> new Plan(usual, null);
            case Reaction.Framed framed -> new Plan(usual.with(framed.framing()), null);
            case Reaction.Flawed flawed -> new Plan(usual, flawed.flaw());
            case Reaction.Malformed malformed -> new Plan(usual, new Flaw.Garbage(1));
            case Reaction.Truncated truncated -> new Plan(usual, new Flaw.Cut(chunks / 2, true));
            case Reaction.Empty empty -> new Plan(usual, new Flaw.Quit(0));
            case Reaction.Slow slow -> new Plan(usual.withInterval(pause(slow.over(), chunks)), null);
        };
    }

    private static Duration pause(Duration over, int chunks) {
        return Duration.ofMillis(Math.max(1, over.toMillis() / Math.max(1, chunks - 1)));
    }
}
