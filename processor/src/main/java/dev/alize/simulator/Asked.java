package dev.alize.simulator;

import dev.alize.simulator.vendor.RequestHead;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What rules look at. The body is read only where one asks for the model. Confined to an event loop. */
final class Asked {
    private final MultiMap headers;
    private final String path;
    private final @Nullable Buffer body;
    private @Nullable String model;

    private Asked(MultiMap headers, String path, @Nullable Buffer body) {
        this.headers = headers;
        this.path = path;
        this.body = body;
    }

    /** A call of a completion endpoint. */
    static Asked completion(MultiMap headers, String path, Buffer body) {
        return new Asked(headers, path, body);
    }

    /** A call without a body, such as for the list of models. */
    static Asked bare(MultiMap headers, String path) {
        return new Asked(headers, path, null);
    }

    MultiMap headers() {
        return headers;
    }

    String path() {
        return path;
    }

    boolean completes() {
        return body != null;
    }

    @Nullable
    String requestId() {
        return headers.get(ActiveBehaviour.REQUEST_ID);
    }

    /** Empty where there is none. */
    String model() {
        String known = model;
        if (known == null) {
            RequestHead head = body == null ? null : RequestHead.read(body.getBytes());
            known = head == null ? "" : head.model();
            model = known;
        }
        return known;
    }
}
