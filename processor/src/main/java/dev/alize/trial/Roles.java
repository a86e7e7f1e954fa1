package dev.alize.trial;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.domain.Passage.Origin;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who speaks, by the word for it in the file. */
final class Roles {
    private static final Map<String, Origin> ORIGINS = new LinkedHashMap<>();

    static {
        ORIGINS.put("user", Origin.USER);
        ORIGINS.put("system", Origin.SYSTEM);
        ORIGINS.put("developer", Origin.SYSTEM);
        ORIGINS.put("assistant", Origin.ASSISTANT);
        ORIGINS.put("tool", Origin.TOOL_RESULT);
        ORIGINS.put("document", Origin.DOCUMENT);
    }

    private Roles() {}

    static Origin origin(JsonNode role, String at) throws BadLineException {
        Origin origin = role.isTextual() ? ORIGINS.get(role.textValue()) : null;
        if (origin == null) {
            throw BadLineException.at(at, role, "one of " + String.join(", ", ORIGINS.keySet()));
        }
        return origin;
    }
}
