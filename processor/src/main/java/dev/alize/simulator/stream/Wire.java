package dev.alize.simulator.stream;

import dev.alize.simulator.behaviour.StreamShape.Framing;
import io.vertx.core.buffer.Buffer;

/** Server-sent events as bytes. Immutable. */
record Wire(Framing framing) {
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    String event(String data) {
        String end = framing.crlf() ? "\r\n\r\n" : "\n\n";
        return (framing.comments() ? ": ping" + end : "") + "data: " + data + end;
    }

    /** The first half of an event. */
    String fragment(String data) {
        String whole = event(data);
        return whole.substring(0, whole.length() / 2);
    }

    /** Where a write is cut in two: inside the first character of several bytes, else in the middle. */
    static int cut(Buffer write) {
        for (int i = 1; i < write.length(); i++) {
            if ((write.getByte(i) & CONTINUATION_MASK) == CONTINUATION) {
                return i;
            }
        }
        return write.length() / 2;
    }
}
