package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The bodies of chat completion requests that the vendor answered with status 200, by the id of the record. */
final class RecordedRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILE = Path.of("../schemas/src/test/resources/wire/mistral-chat.jsonl");
    /** One recorder replaced tool call ids by names the vendor would not take; nine characters stand in again. */
    private static final Pattern REDACTED = Pattern.compile("call_REDACTED_(\\d)");

    private RecordedRequests() {}

    static Map<String, String> bodies() {
        try {
            Map<String, String> bodies = new TreeMap<>();
            List<String> lines = Files.readAllLines(FILE);
            for (String line : lines) {
                JsonNode row = JSON.readTree(line);
                JsonNode body = row.path("request").path("body");
                if (body.isTextual()) {
                    bodies.put(
                            row.path("id").asText(),
                            REDACTED.matcher(body.asText()).replaceAll("redacted$1"));
                }
            }
            return bodies;
        } catch (IOException e) {
            throw new UncheckedIOException("Recorded requests are missing: " + FILE, e);
        }
    }
}
