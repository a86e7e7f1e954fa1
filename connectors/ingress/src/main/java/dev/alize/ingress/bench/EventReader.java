package dev.alize.ingress.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The events of one stream, from bytes as they come. Looks for little more than the text of deltas. */
final class EventReader {
    private static final String DATA = "data: ";
    private static final String CONTENT = "\"content\":\"";
    private static final String CODE = "\"code\":\"";

    private final Sink sink;
    private Buffer rest = Buffer.buffer();

    /** Who is told. */
    interface Sink {
        /** A delta's text, escapes and all; not empty. */
        void text(String text);

        /** {@code [DONE]}. */
        void done();

        /** An error event. @param code empty where it has none */
        void failed(String code);
    }

    EventReader(Sink sink) {
        this.sink = sink;
    }

    void accept(Buffer bytes) {
        Buffer all = rest.length() == 0 ? bytes : rest.appendBuffer(bytes);
        int start = 0;
        for (int i = 0; i < all.length(); i++) {
            if (all.getByte(i) == '\n') {
                line(all.getString(start, i, StandardCharsets.ISO_8859_1.name()));
                start = i + 1;
            }
        }
        rest = all.getBuffer(start, all.length());
    }

    private void line(String line) {
        if (!line.startsWith(DATA)) {
            return;
        }
        if (line.startsWith("[DONE]", DATA.length())) {
            sink.done();
        } else if (line.startsWith("{\"error\"", DATA.length())) {
            sink.failed(member(line, CODE));
        } else {
            String text = member(line, CONTENT);
            if (!text.isEmpty()) {
                sink.text(text);
            }
        }
    }

    private static String member(String line, String name) {
        int at = line.indexOf(name);
        int start = at + name.length();
        int end = at < 0 ? -1 : line.indexOf('"', start);
        return end < 0 ? "" : line.substring(start, end);
    }
}
