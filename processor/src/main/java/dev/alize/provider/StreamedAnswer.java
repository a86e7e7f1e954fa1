package dev.alize.provider;

import dev.alize.domain.CallFacts;
import dev.alize.domain.EventSink;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that comes in events, up to {@code [DONE]}. What its head says of its length is not relied on. An event may
 * be as large as a whole answer; all together may be much larger, because each brings its envelope along: recorded
 * streams take 200 to 460 bytes for a few characters of text.
 */
final class StreamedAnswer implements Answer {
    private static final String DONE = "[DONE]";
    /** How much larger than a whole answer a stream may be. */
    private static final long ENVELOPES = 32;

    private static final byte[] NOTHING = {};
    private static final Logger LOG = LoggerFactory.getLogger(StreamedAnswer.class);

    private final Outcomes outcomes;
    private final EventSink sink;
    private final int limit;
    private final BooleanSupplier over;
    private final EventFrames frames = new EventFrames();

    private long bytes;
    private int events;

    /**
     * @param maxBytes largest event; the body, lines that are not data included, may have {@link #ENVELOPES} times as much
     * @param over whether no more events are wanted
     */
    StreamedAnswer(Outcomes outcomes, EventSink sink, int maxBytes, BooleanSupplier over) {
        this.outcomes = outcomes;
        this.sink = sink;
        this.limit = maxBytes;
        this.over = over;
    }

    @Override
    public @Nullable Outcome begun() {
        return outcomes.head().compressed()
                ? outcomes.broken("the stream of events is compressed, which was not asked for")
                : null;
    }

    @Override
    public @Nullable Outcome add(Buffer part) {
        bytes += part.length();
        frames.add(part.getBytes());
        for (byte[] data = frames.next(); data != null && !over.getAsBoolean(); data = frames.next()) {
            Outcome outcome = data.length > limit ? outcomes.tooLarge(limit) : take(data);
            if (outcome != null) {
                return outcome;
            }
        }
        if (bytes > limit * ENVELOPES) {
            return outcomes.tooLarge(limit * ENVELOPES);
        }
        return frames.pending() > limit ? outcomes.tooLarge(limit) : null;
    }

    @Override
    public Outcome ended() {
        return endedAs("ended without " + DONE);
    }

    @Override
    public Outcome cutOff() {
        return endedAs("broke off");
    }

    @Override
    public String progress() {
        return (events == 1 ? "1 event" : events + " events") + " (" + bytes + " bytes)";
    }

    @Override
    public CallFacts facts() {
        return outcomes.facts();
    }

    private Outcome endedAs(String how) {
        return isDone(frames.rest())
                ? outcomes.success(NOTHING)
                : outcomes.broken("the stream " + how + " after " + progress());
    }

    private @Nullable Outcome take(byte[] data) {
        if (isDone(data)) {
            return outcomes.success(NOTHING);
        }
        OptionalInt error = ErrorEvent.status(data);
        return error.isPresent() ? outcomes.refused(error.getAsInt(), data) : hand(data);
    }

    /** Gives an event away. What fails there must not look like an answer without that event. */
    private @Nullable Outcome hand(byte[] data) {
        events++;
        try {
            String problem = sink.accept(data);
            return problem == null ? null : outcomes.broken(problem);
        } catch (RuntimeException | Error e) {
            String name = e.getClass().getName();
            // Neither message nor cause: they may quote the event.
            LOG.atError().addKeyValue("exception", name).log("a receiver of events failed");
            return outcomes.failed(FailureKind.INTERNAL, "the receiver of event " + events + " failed: " + name);
        }
    }

    private static boolean isDone(byte[] data) {
        return data.length < 2 * DONE.length()
                && new String(data, StandardCharsets.US_ASCII).strip().equals(DONE);
    }
}
