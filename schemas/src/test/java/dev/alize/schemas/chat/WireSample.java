package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One recorded call of the files under {@code wire/}. */
public record WireSample(
        String id,
        String path,
        boolean cut,
        @Nullable String request,
        @Nullable String response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static List<WireSample> of(String file) {
        try (InputStream in = Objects.requireNonNull(WireSample.class.getResourceAsStream("/wire/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(WireSample::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WireSample parse(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            return new WireSample(
                    row.path("id").asText(),
                    row.at("/request/path").asText(),
                    row.at("/request").has("body_cut") || row.at("/response").has("body_cut"),
                    row.at("/request/body").textValue(),
                    row.at("/response/body").textValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isChat() {
        return path.endsWith("/chat/completions");
    }

    @Override
    public String toString() {
        return id;
    }
}
