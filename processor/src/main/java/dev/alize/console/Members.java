package dev.alize.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.config.yaml.Suggestion;
import dev.alize.console.http.Refused;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the members of a body; throws {@link Refused} with a sentence where one is not what it should be. */
final class Members {
    private final JsonNode body;

    /** @param known names; any other is refused */
    Members(JsonNode body, Set<String> known) {
        this.body = body;
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new Refused(
                        400,
                        "body: got the member '" + name + "'"
                                + Suggestion.of(name, known)
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse(", expected " + String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    /** A text; null where it is absent, null or blank. */
    @Nullable
    String text(String name) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Refused(400, name + ": got no text, expected a text or null");
        }
        return value.textValue().isBlank() ? null : value.textValue().strip();
    }

    /** The same of a number or of true and false, as it is written. */
    @Nullable
    String word(String name) {
        JsonNode value = body.get(name);
        return value != null && (value.isIntegralNumber() || value.isBoolean()) ? value.asText() : text(name);
    }

    String required(String name, String expected) {
        String text = text(name);
        if (text == null) {
            throw new Refused(400, name + ": got none, expected " + expected);
        }
        return text;
    }
}
