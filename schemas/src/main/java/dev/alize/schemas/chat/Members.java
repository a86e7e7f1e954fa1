package dev.alize.schemas.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object being written: typed members first, then what {@code extra} holds under other names. A member that is
 * null is left out. An {@code extra} can neither repeat a typed member nor, holding no JSON, change its surroundings.
 */
final class Members {
    private final JsonGenerator out;
    private final List<String> taken = new ArrayList<>();

    private Members(JsonGenerator out) {
        this.out = out;
    }

    /** Writes one item or value. */
    interface Writing<T> {
        void of(T value) throws IOException;
    }

    static Members open(JsonGenerator out) throws IOException {
        out.writeStartObject();
        return new Members(out);
    }

    /** Keeps a name from being written by {@link #close(Map)}. */
    void take(String name) {
        taken.add(name);
    }

    private void name(String name) throws IOException {
        taken.add(name);
        out.writeFieldName(name);
    }

    void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            name(name);
            out.writeString(value);
        }
    }

    void flag(String name, @Nullable Boolean value) throws IOException {
        if (value != null) {
            name(name);
            out.writeBoolean(value);
        }
    }

    void whole(String name, @Nullable Long value) throws IOException {
        if (value != null) {
            name(name);
            out.writeNumber(value);
        }
    }

    void decimal(String name, @Nullable Double value) throws IOException {
        if (value != null) {
            if (!Double.isFinite(value)) {
                throw new ChatFormatException(name, "a number that is not finite", "a finite number");
            }
            name(name);
            out.writeNumber(value);
        }
    }

    <T> void value(String name, @Nullable T value, Writing<? super T> writing) throws IOException {
        if (value != null) {
            name(name);
            writing.of(value);
        }
    }

    <T> void list(String name, @Nullable List<? extends T> items, Writing<T> writing) throws IOException {
        if (items != null) {
            name(name);
            out.writeStartArray();
            for (T item : items) {
                writing.of(item);
            }
            out.writeEndArray();
        }
    }

    /** Writes JSON text as it is. */
    void json(String name, @Nullable String text) throws IOException {
        if (text != null) {
            name(name);
            if (!Json.isOneValue(text)) {
                String path = out.getOutputContext().pathAsPointer().toString();
                throw new ChatFormatException(path, text.length() + " characters that are no JSON", "one JSON value");
            }
            out.writeRawValue(text);
        }
    }

    void close(@Nullable Map<String, String> extra) throws IOException {
        if (extra != null) {
            int typed = taken.size();
            for (Map.Entry<String, String> member : extra.entrySet()) {
                if (!taken.subList(0, typed).contains(member.getKey())) {
                    json(member.getKey(), member.getValue());
                }
            }
        }
        out.writeEndObject();
    }
}
