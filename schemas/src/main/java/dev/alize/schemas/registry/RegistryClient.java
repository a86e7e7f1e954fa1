package dev.alize.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The calls of a schema registry. Every method blocks, may be called by any thread and throws {@link RegistryException}.
 * Nothing is cached here.
 */
public final class RegistryClient implements AutoCloseable {
    private final RegistryHttp http;
    private final SchemaTexts texts;

    /** Opens no connection yet. */
    public RegistryClient(RegistryConfig config) {
        this.http = new RegistryHttp(config);
        this.texts = new SchemaTexts(http);
    }

    /** Adds a version to a subject, unless it is there already; its id. */
    public int register(String subject, Schema schema, boolean normalize) {
        String path = subject(subject) + "/versions" + (normalize ? "?normalize=true" : "");
        return id(http.call("POST", path, body(schema)), path);
    }

    /** The id of a schema in a subject; fails with 404 where it is not there. */
    public int lookup(String subject, Schema schema, boolean normalize) {
        String path = subject(subject) + (normalize ? "?normalize=true" : "");
        return id(http.call("POST", path, body(schema)), path);
    }

    /** The newest version of a subject. */
    public RegisteredSchema latest(String subject) {
        String path = subject(subject) + "/versions/latest";
        JsonNode answer = http.call("GET", path, null);
        int version = answer.path("version").asInt();
        return new RegisteredSchema(subject, version, id(answer, path), texts.parse(answer, path));
    }

    /** A schema by its id; see {@link RegistryException#isUnknownSchema()}. */
    public Schema byId(int id) {
        String path = "/schemas/ids/" + id;
        return texts.parse(http.call("GET", path, null), path);
    }

    /** Every subject, in the registry's order. */
    public List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        http.call("GET", "/subjects", null).forEach(subject -> subjects.add(subject.asText()));
        return subjects;
    }

    /** The compatibility level for subjects without one of their own, such as BACKWARD. */
    public String compatibility() {
        return http.call("GET", "/config", null).path("compatibilityLevel").asText();
    }

    /** The level of a subject; empty where it has none of its own. */
    public Optional<String> compatibility(String subject) {
        try {
            JsonNode answer = http.call("GET", "/config/" + encode(subject), null);
            return Optional.of(answer.path("compatibilityLevel").asText());
        } catch (RegistryException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Sets the level of a subject, such as FULL_TRANSITIVE. */
    public void setCompatibility(String subject, String level) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level);
        http.call("PUT", "/config/" + encode(subject), body);
    }

    /** Whether the registry would take the schema as the next version of a subject. */
    public boolean isCompatible(String subject, Schema schema) {
        String path = "/compatibility/subjects/" + encode(subject) + "/versions/latest";
        return http.call("POST", path, body(schema)).path("is_compatible").asBoolean();
    }

    private static ObjectNode body(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    private static int id(JsonNode answer, String path) {
        JsonNode id = answer.path("id");
        if (!id.isInt()) {
            throw new RegistryException("Schema registry: " + path + ": got no id, expected one", 200, 0, true, null);
        }
        return id.intValue();
    }

    private static String subject(String subject) {
        return "/subjects/" + encode(subject);
    }

    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
