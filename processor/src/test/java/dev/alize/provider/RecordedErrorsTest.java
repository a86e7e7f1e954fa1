package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.domain.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error that was recorded or reported; where the status is unknown, the table's status stands in. */
class RecordedErrorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "0123456789abcdefghijKLMNOPQRSTUV";
    private static final String PROMPT = "The quick brown fox jumps over the lazy dog near the river bank";

    @ParameterizedTest
    @MethodSource("recorded")
    void isOfItsKind(Sample sample) {
        Classified classified = ErrorClassifier.classify(sample.refusal());

        assertThat(classified.kind()).isEqualTo(sample.expected());
        assertThat(classified.message())
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(500)
                .doesNotContain("\"input\"", "sk-inval");
    }

    @Test
    void showsPeopleTheVendorsWords() throws IOException {
        List<Sample> samples = recorded().toList();

        assertThat(message(samples, "mistral-error-004")).isEqualTo("Invalid model: definitely-not-a-model");
        assertThat(message(samples, "mistral-error-reported-005"))
                .isEqualTo("body.messages.0.user.name: Extra inputs are not permitted (extra_forbidden); "
                        + "body.messages.0.user.tool_calls: Extra inputs are not permitted (extra_forbidden)");
        assertThat(message(samples, "mistral-error-reported-007"))
                .isEqualTo("body.frequency_penalty: Extra inputs are not permitted (extra_forbidden)");
        assertThat(message(samples, "openai-compatible-error-019")).isEqualTo("Error while downloading [removed].");
    }

    @Test
    void mutilatedBodiesNeverFailAndNeverShowPromptOrKey() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("RecordedErrorsTest seed " + seed);
        Random random = new Random(seed);
        List<Sample> samples = recorded().toList();
        byte[] sent = ("{\"messages\":[{\"content\":\"" + PROMPT + "\"}]}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5_000; i++) {
            byte[] body = mutilate(samples.get(random.nextInt(samples.size())).body(), random);
            Classified got =
                    ErrorClassifier.classify(new Refusal(100 + random.nextInt(500), Map.of(), body, sent, KEY));

            assertThat(got.message())
                    .as("seed %d, round %d", seed, i)
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(500);
            assertThat(got.message()).as("seed %d, round %d", seed, i).doesNotContain(KEY, PROMPT.substring(0, 24));
            assertThat(Objects.requireNonNullElse(got.code(), ""))
                    .hasSizeLessThanOrEqualTo(64)
                    .doesNotContain(KEY);
        }
    }

    private static byte[] mutilate(String body, Random random) {
        StringBuilder text = new StringBuilder(body);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, (char) random.nextInt(0x10000));
                case 1 -> text.insert(at, PROMPT);
                case 2 -> text.insert(at, KEY);
                case 3 -> text.setLength(at);
                case 4 -> text.insert(at, "{\"input\":\"" + PROMPT + "\"}[\"\\");
                default -> text.replace(0, at, "");
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static String message(List<Sample> samples, String id) {
        Sample sample =
                samples.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
        return ErrorClassifier.classify(sample.refusal()).message();
    }

    static Stream<Sample> recorded() throws IOException {
        return Stream.of("mistral-error", "mistral-error-reported", "openai-compatible-error")
                .flatMap(RecordedErrorsTest::lines)
                .map(RecordedErrorsTest::sample)
                .filter(sample -> sample.status() != 200);
    }

    private static Stream<JsonNode> lines(String file) {
        try (InputStream in = RecordedErrorsTest.class.getResourceAsStream(file + ".jsonl")) {
            return JSON.readerFor(JsonNode.class).<JsonNode>readValues(in).readAll().stream();
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    private static Sample sample(JsonNode line) {
        JsonNode response = line.get("response");
        String id = line.get("id").asText();
        Map<String, String> limits = new HashMap<>();
        response.get("headers").properties().forEach(header -> {
            if (header.getKey().startsWith("x-ratelimit")) {
                limits.put(header.getKey(), header.getValue().asText());
            }
        });
        int status = response.get("status").asInt(id.equals("mistral-error-reported-003") ? 429 : 422);
        return new Sample(
                id,
                status,
                response.get("body").asText(),
                limits,
                line.path("request").path("body").asText());
    }

    record Sample(String id, int status, String body, Map<String, String> limits, String sent) {
        Refusal refusal() {
            return new Refusal(
                    status, limits, body.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8), KEY);
        }

        FailureKind expected() {
            return switch (id) {
                case "mistral-error-001", "mistral-error-004", "mistral-error-005" -> FailureKind.UNKNOWN_MODEL;
                case "mistral-error-reported-003" -> FailureKind.CAPACITY_EXCEEDED;
                case "mistral-error-reported-010" -> FailureKind.NOT_ENTITLED;
                case "openai-compatible-error-001",
                        "openai-compatible-error-005",
                        "openai-compatible-error-009",
                        "openai-compatible-error-012",
                        "openai-compatible-error-015",
                        "openai-compatible-error-016",
                        "openai-compatible-error-023",
                        "openai-compatible-error-026" -> FailureKind.UNKNOWN_MODEL;
                default -> byStatus();
            };
        }

        private FailureKind byStatus() {
            return switch (status) {
                case 401 -> FailureKind.UNAUTHORIZED;
                case 404 -> FailureKind.UNKNOWN_MODEL;
                case 429 -> FailureKind.RATE_LIMITED;
                default -> FailureKind.INVALID_REQUEST;
            };
        }

        @Override
        public String toString() {
            return id;
        }
    }
}
