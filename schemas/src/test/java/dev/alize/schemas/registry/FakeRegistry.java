package dev.alize.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.jspecify.annotations.Nullable;

/** A registry in this process, with all that newer ones have, that fails on command and keeps what it was asked. */
public final class FakeRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer that replaces the true one; status 0 holds the connection open without a word. */
    public record Fault(int status, String body) {}

    /** One request as it came. */
    public record Asked(String line, @Nullable String authorization) {}

    private static final class Configurator extends HttpsConfigurator {
        private final boolean wantsCertificate;

        Configurator(SSLContext tls, boolean wantsCertificate) {
            super(tls);
            this.wantsCertificate = wantsCertificate;
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(wantsCertificate);
            parameters.setSSLParameters(tls);
        }
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final Map<String, List<Integer>> subjects = new ConcurrentHashMap<>();
    private final Map<String, String> levels = new ConcurrentHashMap<>();
    private final Map<String, List<String>> associations = new ConcurrentHashMap<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile boolean guids = true;
    private volatile boolean readOnly;

    public FakeRegistry() {
        this(null, false);
    }

    public FakeRegistry(SSLContext tls) {
        this(tls, false);
    }

    public FakeRegistry(@Nullable SSLContext tls, boolean wantsCertificate) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(new Configurator(tls, wantsCertificate));
                server = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scheme = tls == null ? "http" : "https";
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The next answer. */
    public void fail(int status, String body) {
        faults.add(new Fault(status, body));
    }

    /** Adds a schema of any text without a subject; its id. */
    public int hold(String answer) {
        schemas.add(answer);
        return schemas.size();
    }

    /** Makes it one that does not know GUIDs, as older ones and Apicurio. */
    public FakeRegistry withoutGuids() {
        guids = false;
        return this;
    }

    /** Sets its mode to READONLY. */
    public FakeRegistry readOnly() {
        readOnly = true;
        return this;
    }

    /** Associates a topic's values with subjects; until this is called there is no such resource. */
    public void associate(String topic, String... withSubjects) {
        associations.put(topic, List.of(withSubjects));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        String line = exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query);
        asked.add(new Asked(line, exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] request = exchange.getRequestBody().readAllBytes();
        Fault fault = faults.poll();
        if (fault == null) {
            fault = answer(exchange.getRequestMethod(), path.substring(1).split("/"), request);
        }
        if (fault.status() != 0) {
            byte[] body = fault.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(fault.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }
    }

    private Fault answer(String method, String[] path, byte[] body) throws IOException {
        String key = method + " " + path[0] + " " + path.length;
        String subject = path.length > 1 ? URLDecoder.decode(path[1], StandardCharsets.UTF_8) : "";
        JsonNode sent = body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
        return switch (key) {
            case "GET subjects 1" -> ok(JSON.valueToTree(new ArrayList<>(subjects.keySet())));
            case "POST subjects 3" ->
                readOnly
                        ? error(422, 42205, "Subject " + subject + " is in read-only mode")
                        : ok(id(register(subject, sent.path("schema").asText())));
            case "POST subjects 2" -> lookup(subject, sent.path("schema").asText());
            case "GET subjects 4" -> version(subject, path[3]);
            case "GET schemas 3" -> path[1].equals("guids") ? byGuid(path[2]) : byId(Integer.parseInt(path[2]));
            case "GET associations 4" -> associated(URLDecoder.decode(path[3], StandardCharsets.UTF_8));
            case "GET mode 1" -> ok(JSON.createObjectNode().put("mode", readOnly ? "READONLY" : "READWRITE"));
            case "GET config 1" -> ok(JSON.createObjectNode().put("compatibilityLevel", "BACKWARD"));
            case "GET config 2" -> level(subject);
            case "PUT config 2" -> {
                levels.put(subject, sent.path("compatibility").asText());
                yield ok(sent);
            }
            case "POST compatibility 5" -> compatible(URLDecoder.decode(path[2], StandardCharsets.UTF_8), sent);
            default -> error(404, 404, "HTTP 404 Not Found");
        };
    }

    private synchronized int register(String subject, String schema) {
        String text = JSON.createObjectNode().put("schema", schema).toString();
        if (!schemas.contains(text)) {
            schemas.add(text);
        }
        int id = schemas.indexOf(text) + 1;
        List<Integer> versions = subjects.computeIfAbsent(subject, s -> new CopyOnWriteArrayList<>());
        if (!versions.contains(id)) {
            versions.add(id);
        }
        return id;
    }

    private Fault lookup(String subject, String schema) {
        List<Integer> versions = subjects.get(subject);
        if (versions == null) {
            return error(404, 40401, "Subject '" + subject + "' not found.");
        }
        int id = schemas.indexOf(JSON.createObjectNode().put("schema", schema).toString()) + 1;
        return versions.contains(id) ? ok(id(id)) : error(404, 40403, "Schema not found");
    }

    private Fault version(String subject, String version) throws IOException {
        List<Integer> versions = subjects.getOrDefault(subject, List.of());
        int number = version.equals("latest") ? versions.size() : Integer.parseInt(version);
        if (number < 1 || number > versions.size()) {
            return error(404, 40402, "Version not found.");
        }
        ObjectNode answer = id(versions.get(number - 1));
        answer.put("subject", subject).put("version", number);
        answer.setAll((ObjectNode) JSON.readTree(schemas.get(versions.get(number - 1) - 1)));
        return ok(answer);
    }

    private Fault byId(int id) throws IOException {
        if (id < 1 || id > schemas.size()) {
            return error(404, 40403, "Schema " + id + " not found");
        }
        ObjectNode answer = (ObjectNode) JSON.readTree(schemas.get(id - 1));
        return ok(guids ? answer.put("guid", guid(id).toString()) : answer);
    }

    private Fault byGuid(String guid) throws IOException {
        for (int id = 1; guids && id <= schemas.size(); id++) {
            if (guid(id).toString().equals(guid)) {
                return byId(id);
            }
        }
        return guids ? error(404, 40403, "Schema " + guid + " not found") : error(404, 404, "HTTP 404 Not Found");
    }

    /** Follows from the schema alone, as with a true registry. */
    private UUID guid(int id) {
        return UUID.nameUUIDFromBytes(schemas.get(id - 1).getBytes(StandardCharsets.UTF_8));
    }

    private Fault associated(String topic) {
        if (associations.isEmpty()) {
            return error(404, 404, "HTTP 404 Not Found");
        }
        ArrayNode answer = JSON.createArrayNode();
        for (String subject : associations.getOrDefault(topic, List.of())) {
            answer.addObject()
                    .put("subject", subject)
                    .put("resourceName", topic)
                    .put("resourceNamespace", "lkc-1")
                    .put("resourceType", "topic")
                    .put("associationType", "value");
        }
        return ok(answer);
    }

    private Fault level(String subject) {
        String level = levels.get(subject);
        return level == null
                ? error(404, 40408, "Subject does not have subject-level compatibility configured")
                : ok(JSON.createObjectNode().put("compatibilityLevel", level));
    }

    private Fault compatible(String subject, JsonNode sent) throws IOException {
        List<Integer> versions = subjects.getOrDefault(subject, List.of());
        if (versions.isEmpty()) {
            return error(404, 40401, "Subject not found.");
        }
        String latest = JSON.readTree(schemas.get(versions.get(versions.size() - 1) - 1))
                .path("schema")
                .asText();
        SchemaCompatibilityType type = SchemaCompatibility.checkReaderWriterCompatibility(
                        new Schema.Parser().parse(sent.path("schema").asText()), new Schema.Parser().parse(latest))
                .getType();
        return ok(JSON.createObjectNode().put("is_compatible", type == SchemaCompatibilityType.COMPATIBLE));
    }

    private ObjectNode id(int id) {
        ObjectNode answer = JSON.createObjectNode().put("id", id);
        return guids ? answer.put("guid", guid(id).toString()) : answer;
    }

    private static Fault ok(JsonNode body) {
        return new Fault(200, body.toString());
    }

    private static Fault error(int status, int code, String message) {
        return new Fault(
                status,
                JSON.createObjectNode()
                        .put("error_code", code)
                        .put("message", message)
                        .toString());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
