package dev.alize.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the JSON objects that come with requests: up to 64 KiB, within ten seconds. On the event loop only. */
final class Bodies {
    static final int MOST_BYTES = 64 * 1024;
    private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(10);
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final Vertx vertx;

    Bodies(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Hands the body on; answers itself where there is none that can be read. */
    void read(HttpServerRequest request, Consumer<JsonNode> next) {
        String type = request.getHeader("Content-Type");
        String length = request.getHeader("Content-Length");
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(Answers.JSON)) {
            Answers.refuseAndClose(request, 415, "Content-Type: got another type, expected application/json");
        } else if (length != null && (length.length() > 6 || Integer.parseInt(length) > MOST_BYTES)) {
            tooLarge(request);
        } else {
            gather(request, next);
        }
    }

    private void gather(HttpServerRequest request, Consumer<JsonNode> next) {
        Buffer body = Buffer.buffer();
        long alarm = vertx.setTimer(PATIENCE_MS, id -> request.connection().close());
        boolean[] done = new boolean[1];
        request.handler(part -> {
            if (done[0]) {
                return;
            }
            body.appendBuffer(part);
            if (body.length() > MOST_BYTES) {
                done[0] = true;
                vertx.cancelTimer(alarm);
                tooLarge(request);
            }
        });
        request.exceptionHandler(e -> vertx.cancelTimer(alarm));
        request.endHandler(end -> {
            vertx.cancelTimer(alarm);
            if (!done[0]) {
                done[0] = true;
                parse(request, body, next);
            }
        });
        request.resume();
    }

    private static void parse(HttpServerRequest request, Buffer body, Consumer<JsonNode> next) {
        JsonNode read;
        try {
            read = MAPPER.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            Answers.refuse(request, 400, "body: got no JSON, expected one object");
            return;
        } catch (IOException e) {
            Answers.refuse(request, 400, "body: could not be read, expected one object of JSON");
            return;
        }
        if (read.isObject()) {
            next.accept(read);
        } else {
            Answers.refuse(request, 400, "body: got no object, expected one object of JSON");
        }
    }

    private static void tooLarge(HttpServerRequest request) {
        Answers.refuseAndClose(request, 413, "body: got more than 65536 bytes, expected at most so many");
    }
}
