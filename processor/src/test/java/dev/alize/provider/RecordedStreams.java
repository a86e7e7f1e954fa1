package dev.alize.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every recorded stream; their sources and licences stand beside them. */
final class RecordedStreams {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("../schemas/src/test/resources/wire");

    private RecordedStreams() {}

    /**
     * @param body as it was sent
     * @param data of all events; each has one line of data
     */
    record Sample(String id, String body, List<String> data) {
        /** Those that reach a receiver. */
        List<String> events() {
            return data.stream()
                    .filter(event -> !event.equals("[DONE]") && !event.startsWith("{\"error\":{"))
                    .toList();
        }

        boolean isDone() {
            return data.contains("[DONE]");
        }

        @Override
        public String toString() {
            return id;
        }
    }

    static List<Sample> all() {
        return Stream.of("mistral-stream.jsonl", "openai-compatible-stream.jsonl")
                .flatMap(RecordedStreams::lines)
                .map(RecordedStreams::sample)
                .toList();
    }

    static Sample of(String id) {
        return all().stream()
                .filter(sample -> sample.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            String body = row.path("response").path("body").asText();
            String mark = "data: ";
            List<String> data = body.lines()
                    .filter(text -> text.startsWith(mark))
                    .map(text -> text.substring(mark.length()))
                    .toList();
            return new Sample(row.path("id").asText(), body, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
