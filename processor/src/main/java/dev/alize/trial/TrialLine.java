package dev.alize.trial;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.domain.Capability;
import dev.alize.domain.Direction;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of the input.
 *
 * @param id as it stands there, text or number
 * @param material what the chain judges
 * @param messages null where the line has none
 * @param texts where the texts of the messages stand, if these are judged; else null
 */
record TrialLine(
        JsonNode id,
        Material material,
        @Nullable JsonNode messages,
        @Nullable ChatTexts texts) {
    private static final String DEFAULT_TENANT = "default";
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(JsonNode.class);

    static TrialLine parse(String line) throws BadLineException {
        ObjectNode json = object(line);
        JsonNode id = json.path("id");
        if (!id.isTextual() && !id.isIntegralNumber()) {
            throw BadLineException.at("id", id, "text or a whole number");
        }
        JsonNode text = json.path("text");
        if (!text.isTextual() && !text.isMissingNode()) {
            throw BadLineException.at("text", text, "text");
        }
        boolean conversation = json.has("messages");
        if (!text.isTextual() && !conversation) {
            throw new BadLineException("neither text nor messages", "one of them");
        }
        ChatTexts texts = conversation ? ChatTexts.of(json.path("messages")) : null;
        About about = about(json, id.asText());
        if (text.isTextual()) {
            return new TrialLine(id, material(json, about, text.textValue(), texts), null, null);
        }
        if (json.has("role")) {
            throw new BadLineException("role beside messages", "a role in each message");
        }
        List<Passage> passages = texts == null ? List.of() : texts.passages();
        return new TrialLine(id, Material.ofRequest(about, passages), json.path("messages"), texts);
    }

    private static ObjectNode object(String line) throws BadLineException {
        try {
            if (JSON.readTree(line) instanceof ObjectNode json) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // The exception's message holds a piece of the line.
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw new BadLineException("no JSON" + (column > 0 ? " at column " + column : ""), "a JSON object");
        }
        throw new BadLineException("JSON of another kind", "a JSON object");
    }

    /** A text of the model is an answer, to the messages if there are any; every other text is a request. */
    private static Material material(ObjectNode json, About about, String text, @Nullable ChatTexts asked)
            throws BadLineException {
        Origin usual = asked == null ? Origin.USER : Origin.ASSISTANT;
        Origin origin = json.has("role") ? Roles.origin(json.path("role"), "role") : usual;
        List<Passage> passages = List.of(new Passage(origin, 0, text));
        if (origin != Origin.ASSISTANT) {
            if (asked != null) {
                throw new BadLineException("another role of a text beside messages", "assistant: it is their answer");
            }
            return Material.ofRequest(about, passages);
        }
        String finish = text(json, "finish_reason", "stop");
        List<Passage> question = asked == null ? List.of() : asked.passages();
        return new Material(Direction.RESPONSE, about, passages, question, Map.of(0, finish), Map.of());
    }

    private static About about(ObjectNode json, String id) throws BadLineException {
        Identity identity = new Identity(text(json, "tenant", DEFAULT_TENANT), id, 0);
        String model = json.has("model") ? text(json, "model", "") : null;
        return new About(identity, null, model, capabilities(json.path("capabilities")), false);
    }

    private static String text(ObjectNode json, String key, String otherwise) throws BadLineException {
        JsonNode value = json.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        } else if (!value.isTextual()) {
            throw BadLineException.at(key, value, "text");
        }
        return value.textValue();
    }

    private static Set<Capability> capabilities(JsonNode given) throws BadLineException {
        if (given instanceof MissingNode) {
            return Set.of(Capability.CHAT);
        }
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        for (JsonNode word : given) {
            needs.add(Stream.of(Capability.values())
                    .filter(capability -> capability.code().equals(word.asText()))
                    .findFirst()
                    .orElseThrow(TrialLine::noCapability));
        }
        if (!given.isArray()) {
            throw noCapability();
        }
        return needs;
    }

    private static BadLineException noCapability() {
        return new BadLineException(
                "other capabilities",
                "a list of "
                        + Stream.of(Capability.values()).map(Capability::code).collect(Collectors.joining(", ")));
    }
}
