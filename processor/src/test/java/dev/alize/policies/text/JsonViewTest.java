package dev.alize.policies.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonViewTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void resolvesEscapesAndLeadsBackToTheRawText() {
        String raw = "{\"a\\n\": \"\\u0061b\\\"c\", \"n\": -1.5e3}";

        JsonView view = JsonView.of(raw).orElseThrow();

        assertThat(view.text()).isEqualTo("{\"a\n\": \"ab\"c\", \"n\": -1.5e3}");
        int b = view.text().indexOf("b\"c");
        assertThat(raw.substring(view.raw(b), view.raw(b + 3))).isEqualTo("b\\\"c");
        assertThat(view.raw(view.text().length())).isEqualTo(raw.length());
    }

    @Test
    void replacesANumberByAString() {
        JsonView view = JsonView.of("[1, 4111.50]").orElseThrow();

        JsonView.Replacement replacement = view.replace(4, 8, "a\"b");

        assertThat(replacement).isEqualTo(new JsonView.Replacement(4, 11, "\"a\\\"b\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{]",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "[01]",
                "[1.]",
                "[\"\\x\"]",
                "[\"\\u12\"]",
                "{} {}",
                "[\"a\nb\"]",
                "[tru]",
                "[-]",
                "[1e]",
                "plain",
                "\"open",
                "[\u0660]"
            })
    void seesNothingInTextThatDoesNotParse(String text) {
        assertThat(JsonView.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", " [ ] ", "\"\"", "[[],{},[{\"a\":[]}]]", "[true,false,null,0,-0.1E+2]"})
    void readsEveryFormOfAValue(String text) {
        assertThat(JsonView.of(text)).map(JsonView::text).contains(text);
    }

    @Test
    void readsAMillionBracketsWithoutRecursion() {
        String deep = "[".repeat(500_000) + "]".repeat(500_000);

        assertThat(JsonView.of(deep)).isPresent();
        assertThat(JsonView.of("[".repeat(1_000_000))).isEmpty();
    }

    @Test
    void agreesWithAnotherParserOnRandomTexts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "{}[]\",:\\u0041ntrue e-.1 2";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "{\"" : "[");
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.append(random.nextBoolean() ? "]" : "\":1}");
            assertThat(JsonView.of(text.toString()).isPresent())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(parses(text.toString()));
        }
    }

    private static boolean parses(String text) {
        try {
            return JSON.readerFor(Object.class)
                            .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .readValue(text)
                    != null;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    @Test
    void countsCodePoints() {
        CodePoints points = new CodePoints("a\uD83D\uDE00b\uD800c");

        assertThat(points.before(0)).isZero();
        assertThat(points.before(1)).isEqualTo(1);
        assertThat(points.before(3)).isEqualTo(2);
        assertThat(points.before(5)).isEqualTo(4);
        assertThat(points.before(6)).isEqualTo(5);
        assertThat(points.before(1)).isEqualTo(1);
    }
}
