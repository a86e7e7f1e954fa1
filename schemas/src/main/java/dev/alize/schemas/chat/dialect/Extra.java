package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.alize.schemas.chat.ChatJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members that no typed field holds, as JSON text by name. */
final class Extra {
    private Extra() {}

    /** What the dialect knows; the rest is named, save nulls, which say nothing. */
    static Map<String, String> only(Map<String, String> extra, Set<String> known, String path, Dropped dropped) {
        if (extra.isEmpty()) {
            return extra;
        }
        Map<String, String> kept = new HashMap<>();
        extra.forEach((name, value) -> {
            boolean says = says(value);
            if (says && known.contains(name)) {
                kept.put(name, value);
            } else if (says) {
                dropped.add(path, name);
            }
        });
        return kept;
    }

    /** All but what is foreign to the dialect; that is named. */
    static Map<String, String> without(Map<String, String> extra, Set<String> foreign, String path, Dropped dropped) {
        if (extra.isEmpty()) {
            return extra;
        }
        Map<String, String> kept = new HashMap<>(extra);
        for (String name : foreign) {
            if (says(kept.remove(name))) {
                dropped.add(path, name);
            }
        }
        return kept;
    }

    /** Whether there is a value other than null. */
    static boolean says(@Nullable String json) {
        return json != null && !json.strip().equals("null");
    }

    /** The value; missing where there is none. */
    static JsonNode json(@Nullable String text) {
        return text == null ? MissingNode.getInstance() : ChatJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value as a whole number; null where it is none. */
    static @Nullable Long whole(@Nullable String text) {
        JsonNode value = json(text);
        return value.isIntegralNumber() && value.canConvertToLong() ? Long.valueOf(value.longValue()) : null;
    }

    /** The value as text; null where it is none. */
    static @Nullable String text(@Nullable String text) {
        JsonNode value = json(text);
        return value.isTextual() ? value.textValue() : null;
    }
}
