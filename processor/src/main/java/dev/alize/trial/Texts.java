package dev.alize.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts for measurements. */
public final class Texts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Texts() {}

    /** The key {@code text} of every line of JSON that has one. */
    public static List<String> of(InputStream lines) throws IOException {
        List<String> texts = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            JsonNode text = JSON.readTree(line).path("text");
            if (text.isTextual() && !text.textValue().isBlank()) {
                texts.add(text.textValue() + "\n");
            }
        }
        return texts;
    }

    /** Ordinary prompts in five languages, some with an address or a number in them, written for this purpose. */
    public static List<String> ordinary() {
        try (InputStream in = Texts.class.getResourceAsStream("ordinary.jsonl")) {
            if (in == null) {
                throw new IllegalStateException("ordinary.jsonl is missing from the program");
            }
            return of(in);
        } catch (IOException e) {
            throw new IllegalStateException("ordinary.jsonl cannot be read", e);
        }
    }
}
