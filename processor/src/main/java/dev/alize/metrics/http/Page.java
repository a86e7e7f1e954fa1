package dev.alize.metrics.http;

import java.nio.charset.StandardCharsets;

/** An answer of the server. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Page(int status, String contentType, byte[] body) {
    /** A short text for people. */
    public static Page text(int status, String text) {
        return new Page(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
