package dev.alize.simulator.behaviour;

import dev.alize.simulator.behaviour.StreamShape.Framing;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what a rule of a {@link BehaviourJson} does. */
final class ReactionJson {
    private static final int USUAL_AFTER = 1;
    private static final int USUAL_STATUS = 500;
    private static final int USUAL_LENGTH = 1_000_000;

    private ReactionJson() {}

    /** Answers properly, with a problem noted, where the object says nothing that is known. */
    static Reaction read(StrictObject object) {
        String name = object.text("do", "", Function.identity());
        return switch (name) {
            case "answer" -> new Reaction.Answer();
            case "refuse" -> refuse(object);
            case "malformed" -> new Reaction.Malformed();
            case "truncated" -> new Reaction.Truncated();
            case "empty" -> new Reaction.Empty();
            case "hang" -> new Reaction.Hang();
            case "reset" -> new Reaction.Reset();
            case "slow" -> slow(object);
            case "framed" -> new Reaction.Framed(framing(object));
            case "cut", "stall", "quit", "repeat", "error_event", "garbage", "long_event" -> flawed(object, name);
            default -> unknown(object, name);
        };
    }

    static Framing framing(StrictObject object) {
        int events = object.count("events_per_write", Framing.PLAIN.eventsPerWrite());
        boolean split = object.flag("split");
        boolean comments = object.flag("comments");
        boolean crlf = object.flag("crlf");
        boolean padding = object.flag("padding");
        return object.attempt("", Framing.PLAIN, () -> new Framing(events, split, comments, crlf, padding));
    }

    private static Reaction refuse(StrictObject object) {
        int status = object.count("status", 0);
        String code = object.text("code");
        String body = object.text("body");
        var headers = object.texts("headers");
        return object.attempt("", new Reaction.Answer(), () -> new Reaction.Refuse(status, code, body, headers));
    }

    private static Reaction slow(StrictObject object) {
        Duration over = object.text("over", Duration.ZERO, DurationText::parse);
        return object.attempt("", new Reaction.Answer(), () -> new Reaction.Slow(over));
    }

    private static Reaction flawed(StrictObject object, String name) {
        Supplier<Flaw> flaw = flaw(object, name);
        return object.attempt("", new Reaction.Answer(), () -> new Reaction.Flawed(flaw.get()));
    }

    private static Supplier<Flaw> flaw(StrictObject object, String name) {
        int after = object.count("after", name.equals("quit") ? Integer.MAX_VALUE : USUAL_AFTER);
        return switch (name) {
            case "cut" -> {
                boolean inside = object.flag("inside");
                yield () -> new Flaw.Cut(after, inside);
            }
            case "stall" -> () -> new Flaw.Stall(after);
            case "quit" -> () -> new Flaw.Quit(after);
            case "repeat" -> () -> new Flaw.Repeat(after);
            case "garbage" -> () -> new Flaw.Garbage(after);
            case "long_event" -> {
                int characters = object.count("characters", USUAL_LENGTH);
                yield () -> new Flaw.LongEvent(after, characters);
            }
            default -> {
                int status = object.count("status", USUAL_STATUS);
                String code = object.text("code");
                boolean wrapped = object.flag("wrapped");
                yield () -> new Flaw.ErrorEvent(after, status, code, wrapped);
            }
        };
    }

    private static Reaction unknown(StrictObject object, String name) {
        object.problem((".do: '%s', expected one of answer, refuse, malformed, truncated, empty, hang, reset, slow,"
                        + " framed, cut, stall, quit, repeat, error_event, garbage, long_event")
                .formatted(name));
        return new Reaction.Answer();
    }
}
