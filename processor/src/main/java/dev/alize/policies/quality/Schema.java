package dev.alize.policies.quality;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON Schema, compiled once. References stay within the schema, regular expressions are those of RE2, {@code format}
 * is not checked. Thread-safe.
 */
final class Schema {
    /** Longest text that is judged, in UTF-16 units; a longer one does not fit. */
    private static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 200;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Map<String, VersionFlag> DRAFTS = Map.of(
            "json-schema.org/draft/2020-12/schema", VersionFlag.V202012,
            "json-schema.org/draft/2019-09/schema", VersionFlag.V201909,
            "json-schema.org/draft-07/schema", VersionFlag.V7,
            "json-schema.org/draft-06/schema", VersionFlag.V6,
            "json-schema.org/draft-04/schema", VersionFlag.V4);

    private final JsonSchema schema;

    private Schema(JsonSchema schema) {
        this.schema = schema;
    }

    static Schema of(String text) throws UnusableValueException {
        JsonNode node = parse(text).orElseThrow(() -> new UnusableValueException("has a schema that is no JSON"));
        if (!node.isObject() && !node.isBoolean()) {
            throw new UnusableValueException("has a schema that is no object");
        }
        check(node);
        try {
            JsonSchema schema = JsonSchemaFactory.getInstance(draft(node)).getSchema(node, config());
            schema.initializeValidators();
            for (String sample : new String[] {"{}", "[]", "\"\"", "0", "null"}) {
                schema.validate(JSON.readTree(sample));
            }
            return new Schema(schema);
        } catch (StackOverflowError e) {
            throw new UnusableValueException("has a schema that refers to itself without end");
        } catch (IOException | RuntimeException e) {
            throw new UnusableValueException("has a schema that cannot be used: " + firstLine(e));
        }
    }

    private static VersionFlag draft(JsonNode schema) throws UnusableValueException {
        String named = schema.path("$schema").asText("");
        if (named.isEmpty()) {
            return VersionFlag.V202012;
        }
        String bare = named.replaceFirst("^https?://", "").replaceFirst("#$", "");
        VersionFlag draft = DRAFTS.get(bare);
        if (draft == null) {
            throw new UnusableValueException("has a schema of an unknown draft");
        }
        return draft;
    }

    private static SchemaValidatorsConfig config() {
        return SchemaValidatorsConfig.builder()
                .failFast(true)
                .formatAssertionsEnabled(false)
                .regularExpressionFactory(Schema::expression)
                .build();
    }

    private static RegularExpression expression(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text -> pattern.matcher(text).find();
    }

    /** Nothing is fetched: a reference names a part of this schema. Expressions are those that run in linear time. */
    private static void check(JsonNode node) throws UnusableValueException {
        for (String key : new String[] {"$ref", "$dynamicRef", "$recursiveRef"}) {
            if (node.path(key).isTextual() && !node.path(key).asText().startsWith("#")) {
                throw new UnusableValueException("has a schema with a " + key + " that does not begin with #");
            }
        }
        if (node.path("pattern").isTextual()) {
            checkExpression(node.path("pattern").asText());
        }
        for (Map.Entry<String, JsonNode> property :
                node.path("patternProperties").properties()) {
            checkExpression(property.getKey());
        }
        for (JsonNode child : node) {
            check(child);
        }
    }

    private static void checkExpression(String regex) throws UnusableValueException {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new UnusableValueException(
                    "has a schema with a pattern that is no regular expression of RE2: " + e.getDescription());
        }
    }

    boolean fits(String text) {
        return text.length() <= LONGEST
                && parse(text).filter(node -> schema.validate(node).isEmpty()).isPresent();
    }

    /** The value; empty where the text is not one value of JSON, or nested deeper than 200. */
    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a text is one value of JSON; makes no objects of it. */
    static boolean isJson(String text) {
        try (JsonParser parser = JSON.getFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
