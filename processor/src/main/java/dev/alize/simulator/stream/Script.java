package dev.alize.simulator.stream;

import dev.alize.simulator.behaviour.Flaw;
import dev.alize.simulator.vendor.Chunks;
import dev.alize.simulator.vendor.VendorError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a stream in their order, its flaw included. Each is made when it is asked for. Confined to one thread. */
final class Script {
    private static final String DONE = "[DONE]";
    private static final String GARBAGE = "{\"id\":\"garbage\",\"choices\":[{\"index\":0,\"delta\":{\"conte";

    private final Chunks chunks;
    private final @Nullable Flaw flaw;
    private final Deque<Step> ahead = new ArrayDeque<>();
    private int sent;
    private String last = "";
    private boolean flawed;
    private boolean done;

    Script(Chunks chunks, @Nullable Flaw flaw) {
        this.chunks = chunks;
        this.flaw = flaw;
    }

    /** Whether the next step is a chunk in its turn, which has to wait until it is due. */
    boolean waits() {
        return ahead.isEmpty() && chunks.hasNext() && !isFlawNext();
    }

    /** The next step; not asked again after a break, a stall or an end. */
    Step next() {
        Flaw now = flaw;
        if (now != null && isFlawNext()) {
            flawed = true;
            ahead.addAll(steps(now));
        }
        return ahead.isEmpty() ? proper() : ahead.remove();
    }

    private boolean isFlawNext() {
        return flaw != null && !flawed && (sent >= flaw.after() || !chunks.hasNext());
    }

    private Step proper() {
        if (chunks.hasNext()) {
            sent++;
            last = chunks.next();
            return new Step.Event(last);
        }
        if (done) {
            return new Step.End(true);
        }
        done = true;
        return new Step.Event(DONE);
    }

    private List<Step> steps(Flaw now) {
        return switch (now) {
            case Flaw.Cut cut -> cut(cut.inside());
            case Flaw.Stall stall -> List.of(new Step.Stall());
            case Flaw.Quit quit -> List.of(new Step.End(false));
            case Flaw.Repeat repeat -> List.of(new Step.Event(last));
            case Flaw.ErrorEvent error -> List.of(new Step.Event(body(error)), new Step.End(false));
            case Flaw.Garbage garbage -> List.of(new Step.Event(GARBAGE));
            case Flaw.LongEvent event -> List.of(new Step.Event(chunks.extra("x".repeat(event.characters()))));
        };
    }

    private List<Step> cut(boolean inside) {
        return inside
                ? List.of(new Step.Fragment(chunks.hasNext() ? chunks.next() : DONE), new Step.Break())
                : List.of(new Step.Break());
    }

    private static String body(Flaw.ErrorEvent error) {
        VendorError usual = VendorError.of(error.status(), error.code());
        return (error.wrapped() ? usual.wrapped() : usual).body();
    }
}
