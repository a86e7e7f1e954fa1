package dev.alize.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

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

    /** Adds a version to a subject, unless it is there already. */
    public Registration register(String subject, Schema schema, boolean normalize) {
        String path = subject(subject) + "/versions" + (normalize ? "?normalize=true" : "");
        return registration(http.call("POST", path, body(schema)), path);
    }

    /** A schema that is in a subject; fails with 404 where it is not there. */
    public Registration lookup(String subject, Schema schema, boolean normalize) {
        String path = subject(subject) + (normalize ? "?normalize=true" : "");
        return registration(http.call("POST", path, body(schema)), path);
    }

    /** The newest version of a subject. */
    public RegisteredSchema latest(String subject) {
        String path = subject(subject) + "/versions/latest";
        JsonNode answer = http.call("GET", path, null);
        int version = answer.path("version").asInt();
        Registration registration = registration(answer, path);
        return new RegisteredSchema(
                subject, version, registration.id(), registration.guid(), texts.parse(answer, path));
    }

    /** A schema by its id; see {@link RegistryException#isUnknownSchema()}. */
    public Schema byId(int id) {
        String path = "/schemas/ids/" + id;
        return texts.parse(http.call("GET", path, null), path);
    }

    /** A schema by its GUID; see {@link RegistryException#isUnknownSchema()}. */
    public Schema byGuid(UUID guid) {
        String path = "/schemas/guids/" + guid;
        return texts.parse(http.call("GET", path, null), path);
    }

    /** The GUID of the schema with an id; empty where the registry has no GUIDs. */
    public Optional<UUID> guid(int id) {
        return Optional.ofNullable(guid(http.call("GET", "/schemas/ids/" + id, null)));
    }

    /**
     * The subjects that a topic is associated with; none where the registry knows no associations.
     *
     * @param namespace the topic's Kafka cluster, "-" for any
     */
    public List<String> associated(String namespace, String topic, boolean isKey) {
        String path = "/associations/resources/" + encode(namespace) + "/" + encode(topic)
                + "?resourceType=topic&associationType=" + (isKey ? "key" : "value");
        List<String> subjects = new ArrayList<>();
        try {
            http.call("GET", path, null)
                    .forEach(association ->
                            subjects.add(association.path("subject").asText()));
        } catch (RegistryException e) {
            if (e.status() != 404) {
                throw e;
            }
        }
        return subjects;
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

    private static Registration registration(JsonNode answer, String path) {
        JsonNode id = answer.path("id");
        if (!id.isInt()) {
            throw new RegistryException("Schema registry: " + path + ": got no id, expected one", 200, 0, true, null);
        }
        return new Registration(id.intValue(), guid(answer));
    }

    private static @Nullable UUID guid(JsonNode answer) {
        try {
            return UUID.fromString(answer.path("guid").asText());
        } catch (IllegalArgumentException e) {
            return null;
        }
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
