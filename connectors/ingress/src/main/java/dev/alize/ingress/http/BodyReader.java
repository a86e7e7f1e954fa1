package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the body of one request, within its limits of size and time. Confined to its loop. */
final class BodyReader {
    private final Call call;
    private final long limit;
    private final Consumer<byte[]> whole;
    private @Nullable Buffer body = Buffer.buffer();
    private long timer;

    private BodyReader(Call call, long limit, Consumer<byte[]> whole) {
        this.call = call;
        this.limit = limit;
        this.whole = whole;
    }

    /** @param whole takes the body, unless it is refused or the client leaves */
    static void read(Call call, long limit, Consumer<byte[]> whole) {
        new BodyReader(call, limit, whole).begin();
    }

    private void begin() {
        HttpServerRequest http = call.http();
        String type = http.getHeader(HttpHeaders.CONTENT_TYPE);
        String encoding = http.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (isTooLong(http.getHeader(HttpHeaders.CONTENT_LENGTH))) {
            call.fail(tooLarge());
        } else if (type == null || !isJson(type)) {
            call.fail(Refusals.wrongContentType(type == null ? "" : type).with("connection", "close"));
        } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            call.fail(Refusals.wrongEncoding(encoding).with("connection", "close"));
        } else {
            receive(http);
        }
    }

    private void receive(HttpServerRequest http) {
        long ms = call.desk().limits().body().timeout().toMillis();
        timer = call.loop().vertx().setTimer(ms, unused -> {
            body = null;
            call.fail(Refusals.bodyTooSlow(ms / 1_000).with("connection", "close"));
        });
        call.onEnd(this::drop);
        http.handler(this::add);
        http.endHandler(unused -> end());
        if ("100-continue".equalsIgnoreCase(http.getHeader(HttpHeaders.EXPECT))) {
            http.response().writeContinue();
        }
    }

    private boolean isTooLong(@Nullable String length) {
        try {
            return length != null && Long.parseLong(length) > limit;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isJson(String type) {
        int semicolon = type.indexOf(';');
        String plain = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
        return plain.equalsIgnoreCase("application/json");
    }

    private void add(Buffer part) {
        if (body == null || call.isEnded()) {
            return;
        }
        if (body.length() + part.length() > limit) {
            drop();
            call.fail(tooLarge());
        } else if (!call.takeBytes(part.length())) {
            drop();
            call.fail(Refusals.overloaded("its memory for bodies is used up").with("connection", "close"));
        } else {
            body.appendBuffer(part);
        }
    }

    private ApiError tooLarge() {
        return Refusals.bodyTooLarge(limit).with("connection", "close");
    }

    private void end() {
        Buffer complete = body;
        drop();
        if (complete != null && !call.isEnded()) {
            call.desk().measures().body(complete.length());
            whole.accept(complete.getBytes());
        }
    }

    private void drop() {
        body = null;
        call.loop().vertx().cancelTimer(timer);
    }
}
