package dev.alize.console.http;

import dev.alize.console.state.Snapshot;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The open streams of events. Who is slow misses snapshots, and is then told all that changed since the last one it got.
 * Confined to the event loop but for {@link #count}.
 */
final class Streams {
    static final int MOST = 64;
    /** What may lie unsent for one client. */
    private static final int MOST_UNSENT_BYTES = 1 << 20;

    private final Set<Stream> streams = new LinkedHashSet<>();
    private volatile int count;

    private static final class Stream {
        private final HttpServerRequest request;
        private final Caller caller;
        private final BooleanSupplier isAllowed;
        private Snapshot told = Snapshot.NONE;

        Stream(HttpServerRequest request, Caller caller, BooleanSupplier isAllowed) {
            this.request = request;
            this.caller = caller;
            this.isAllowed = isAllowed;
        }
    }

    /** How many there are. From any thread. */
    int count() {
        return count;
    }

    /**
     * Opens one, and tells it everything.
     *
     * @param isAllowed asked now and then
     */
    void open(HttpServerRequest request, Caller caller, BooleanSupplier isAllowed, Snapshot now) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        if (streams.size() >= MOST) {
            Answers.refuse(request, 503, "events: got more than 64 readers, expected fewer; close some pages");
            return;
        }
        Stream stream = new Stream(request, caller, isAllowed);
        response.setChunked(true)
                .setWriteQueueMaxSize(MOST_UNSENT_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no");
        response.closeHandler(closed -> forget(stream));
        response.exceptionHandler(e -> forget(stream));
        streams.add(stream);
        count = streams.size();
        tell(stream, now);
    }

    private void forget(Stream stream) {
        streams.remove(stream);
        count = streams.size();
    }

    /** Tells all what changed. */
    void tell(Snapshot now) {
        streams.forEach(stream -> tell(stream, now));
    }

    private static void tell(Stream stream, Snapshot now) {
        HttpServerResponse response = stream.request.response();
        if (response.writeQueueFull() || response.closed()) {
            return;
        }
        Snapshot all = now.with("role", "\"" + stream.caller.role().code() + "\"");
        Snapshot changed = all.since(stream.told);
        if (changed.isNews()) {
            stream.told = all;
            response.write("event: state\ndata: " + changed.json() + "\n\n");
        }
    }

    /** Shows that the connections are alive, and closes those whose login is over. */
    void beat() {
        for (Stream stream : Set.copyOf(streams)) {
            if (!stream.isAllowed.getAsBoolean()) {
                stream.request.connection().close();
            } else if (!stream.request.response().writeQueueFull()) {
                stream.request.response().write(": \n\n");
            }
        }
    }
}
