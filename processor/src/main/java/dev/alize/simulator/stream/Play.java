package dev.alize.simulator.stream;

import dev.alize.simulator.behaviour.StreamShape;
import dev.alize.simulator.behaviour.StreamShape.Framing;
import dev.alize.simulator.vendor.Chunks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream while it is sent. The first chunk leaves at once; each turn of one periodic timer makes the next write due.
 * What a slow client does not take stays due. Confined to the event loop of its connection.
 */
public final class Play {
    /** How a stream ended that its client did not leave. */
    public enum Ending {
        /** With {@code [DONE]}. */
        DONE,
        /** Without {@code [DONE]}, but as HTTP asks for it. */
        QUIT,
        /** The connection is still to be broken. */
        BREAK
    }

    private static final long NO_TIMER = -1;
    /** Keeps one fast stream from holding up the others of its event loop. */
    private static final int WRITES_PER_TURN = 64;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final Script script;
    private final Framing framing;
    private final Wire wire;
    private final long period;
    private final Consumer<Ending> ended;
    private @Nullable Buffer rest;
    private Future<Void> written = Future.succeededFuture();
    private long timer = NO_TIMER;
    private long due = 1;
    private boolean turnAhead;
    private boolean over;

    /**
     * @param response with status and headers set, nothing sent
     * @param ended told once, unless the stream stalls or is stopped
     */
    public Play(Vertx vertx, HttpServerResponse response, Chunks chunks, Plan plan, Consumer<Ending> ended) {
        StreamShape shape = plan.shape();
        this.vertx = vertx;
        this.response = response;
        this.script = new Script(chunks, plan.flaw());
        this.framing = shape.framing();
        this.wire = new Wire(framing);
        this.period = shape.tokenInterval().toMillis() * framing.eventsPerWrite();
        this.ended = ended;
    }

    public void start() {
        response.setChunked(true);
        written = response.writeHead();
        response.drainHandler(drained -> send());
        if (period == 0) {
            due = Long.MAX_VALUE;
        } else {
            timer = vertx.setPeriodic(period, id -> {
                due++;
                send();
            });
        }
        send();
    }

    /** Sends nothing more. */
    public void stop() {
        over = true;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void send() {
        int most = framing.split() ? 1 : WRITES_PER_TURN;
        for (int writes = 0; mayWrite(); writes++) {
            if (writes == most) {
                nextTurn();
                return;
            }
            write();
        }
    }

    private boolean mayWrite() {
        return !over && !turnAhead && !response.writeQueueFull() && (due > 0 || rest != null || !script.waits());
    }

    private void nextTurn() {
        turnAhead = true;
        vertx.runOnContext(turn -> {
            turnAhead = false;
            send();
        });
    }

    private void write() {
        Buffer second = rest;
        if (second != null) {
            rest = null;
            written = response.write(second);
            return;
        }
        if (script.waits()) {
            due--;
        }
        StringBuilder text = new StringBuilder();
        Step last = gather(text);
        if (!text.isEmpty()) {
            put(Buffer.buffer(text.toString()), last);
        }
        act(last);
    }

    /** Adds the events of one write, and gives the step they ended with. */
    private Step gather(StringBuilder text) {
        for (int events = 1; ; events++) {
            Step step = script.next();
            switch (step) {
                case Step.Event event -> text.append(wire.event(event.data()));
                case Step.Fragment fragment -> text.append(wire.fragment(fragment.data()));
                case Step.Stall stall -> {
                    return step;
                }
                case Step.Break broken -> {
                    return step;
                }
                case Step.End end -> {
                    return step;
                }
            }
            if (events >= framing.eventsPerWrite()) {
                return step;
            }
        }
    }

    private void put(Buffer write, Step last) {
        boolean goesOn = last instanceof Step.Event;
        if (framing.split() && goesOn) {
            int cut = Wire.cut(write);
            rest = write.slice(cut, write.length());
            written = response.write(write.slice(0, cut));
        } else {
            written = response.write(write);
        }
    }

    private void act(Step last) {
        switch (last) {
            case Step.Event event -> {}
            case Step.Fragment fragment -> {}
            case Step.Stall stall -> stop();
            case Step.Break broken -> {
                stop();
                written.onComplete(sent -> ended.accept(Ending.BREAK));
            }
            case Step.End end -> {
                stop();
                ended.accept(end.done() ? Ending.DONE : Ending.QUIT);
            }
        }
    }
}
