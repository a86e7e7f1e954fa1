package dev.alize.policies.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alize.domain.Direction;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.Verdict;
import dev.alize.domain.Verdict.Remedy;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.policies.Texts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityScorerTest {
    private static final String PERSON = """
            {"type": "object", "required": ["name"], "additionalProperties": false,
             "properties": {"name": {"type": "string", "pattern": "^[A-Z]"}, "age": {"$ref": "#/$defs/age"}},
             "$defs": {"age": {"type": "integer", "minimum": 0}}}
            """;

    private static QualityScorer scorer(Action action, double least, AssertionSettings... assertions) {
        Conduct conduct = Conduct.of(action, Direction.RESPONSE);
        return new QualityScorer(new QualityScorerSettings(conduct, least, List.of(assertions)));
    }

    private static boolean holds(AssertionType type, String text, String... values) {
        return holds(Texts.answer(text), type, values);
    }

    private static boolean holds(Material answer, AssertionType type, String... values) {
        Verdict verdict =
                scorer(Action.FLAG, 1, AssertionSettings.of(type, values)).judge(answer);
        return verdict instanceof Verdict.Allow;
    }

    private static double score(Material answer, AssertionSettings... assertions) {
        Double score =
                scorer(Action.FLAG, 1, assertions).judge(answer).evidence().score();
        return score == null ? -1 : score;
    }

    @Test
    void assertsJson() {
        assertThat(holds(AssertionType.IS_JSON, " {\"a\": [1, null, \"\\u00e9\"]} \n"))
                .isTrue();
        assertThat(holds(AssertionType.IS_JSON, "7")).isTrue();
        for (String none :
                new String[] {"", " ", "{", "{} {}", "```json\n{}\n```", "{a: 1}", "NaN", "[1,]", "[".repeat(9_999)}) {
            assertThat(holds(AssertionType.IS_JSON, none)).as(none).isFalse();
        }
    }

    @Test
    void assertsASchema() {
        assertThat(holds(AssertionType.JSON_SCHEMA, "{\"name\": \"Ada\", \"age\": 36}", PERSON))
                .isTrue();
        assertThat(holds(AssertionType.JSON_SCHEMA, "{\"name\": \"ada\"}", PERSON))
                .isFalse();
        assertThat(holds(AssertionType.JSON_SCHEMA, "{\"name\": \"Ada\", \"age\": -1}", PERSON))
                .isFalse();
        assertThat(holds(AssertionType.JSON_SCHEMA, "{\"name\": \"Ada\", \"x\": 1}", PERSON))
                .isFalse();
        assertThat(holds(AssertionType.JSON_SCHEMA, "Ada", PERSON)).isFalse();
        assertThat(holds(AssertionType.JSON_SCHEMA, "", PERSON)).isFalse();
        assertThat(holds(AssertionType.JSON_SCHEMA, "\"" + "a".repeat(2 << 20) + "\"", "true"))
                .isFalse();
    }

    @Test
    void assertsWhatIsContained() {
        assertThat(holds(AssertionType.CONTAINS, "The total is 7 EUR", "total", "EUR"))
                .isTrue();
        assertThat(holds(AssertionType.CONTAINS, "The total is 7 USD", "total", "EUR"))
                .isFalse();
        assertThat(score(Texts.answer("The total"), AssertionSettings.of(AssertionType.CONTAINS, "total", "EUR")))
                .isEqualTo(0.5);
        assertThat(holds(AssertionType.NOT_CONTAINS, "All fine", "TODO", "lorem"))
                .isTrue();
        assertThat(holds(AssertionType.NOT_CONTAINS, "lorem ipsum", "TODO", "lorem"))
                .isFalse();
    }

    @Test
    void assertsAPattern() {
        assertThat(holds(AssertionType.REGEX, "order 1234 is on its way", "\\border [0-9]{4}\\b"))
                .isTrue();
        assertThat(holds(AssertionType.REGEX, "order 12", "\\border [0-9]{4}\\b"))
                .isFalse();
    }

    @Test
    void assertsLengthsInCodePoints() {
        assertThat(holds(AssertionType.MIN_LENGTH, "\ud83d\ude00\ud83d\ude00", "2"))
                .isTrue();
        assertThat(holds(AssertionType.MIN_LENGTH, "\ud83d\ude00", "2")).isFalse();
        assertThat(holds(AssertionType.MAX_LENGTH, "\ud83d\ude00\ud83d\ude00", "2"))
                .isTrue();
        assertThat(holds(AssertionType.MAX_LENGTH, "abc", "2")).isFalse();
        assertThat(holds(AssertionType.MIN_LENGTH, "", "1")).isFalse();
    }

    @Test
    void assertsALanguage() {
        String german = "Das Wetter wird morgen in Hamburg leider ziemlich regnerisch und kalt.";
        assertThat(holds(AssertionType.LANGUAGE, german, "de", "fr")).isTrue();
        assertThat(holds(AssertionType.LANGUAGE, german, "en")).isFalse();
        assertThat(holds(AssertionType.LANGUAGE, "42", "en")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I can't help with that.",
                "I\u2019m sorry, I cannot assist with that request.",
                "I cannot provide instructions for this.",
                "Unfortunately, I am unable to do that for you.",
                "I apologize, but as an AI language model, I cannot give medical advice.",
                "Sorry. I must decline to answer.",
                "Je suis désolé, mais je ne peux pas vous aider à ce sujet.",
                "Je ne suis pas en mesure de répondre à cette demande.",
                "Il m\u2019est impossible de fournir ces informations.",
                "Es tut mir leid, aber ich kann dir dabei nicht helfen.",
                "Leider kann ich Ihnen damit nicht weiterhelfen.",
                "Ich bin nicht in der Lage, diese Frage zu beantworten.",
                "Lo siento, pero no puedo ayudarte con eso.",
                "No me es posible responder a esa pregunta.",
                "Mi dispiace, ma non posso aiutarti con questa richiesta.",
                "Non sono in grado di rispondere.",
                "**I won't help with this.**"
            })
    void takesTheseForRefusals(String text) {
        assertThat(holds(AssertionType.NO_REFUSAL, text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Here is the summary you asked for.",
                "I'm sorry to hear that! Try restarting the router first.",
                "You said: 'I cannot sleep'. Here are three tips.",
                "I can't wait to show you Lisbon: start at the river.",
                "Voici la réponse : il ne peut pas y avoir deux gagnants.",
                "Der Satz lautet: Ich kann schwimmen, du nicht.",
                "Claro, puedo ayudarte. No puedo decir que sea fácil.",
                "Certo! Ecco il testo: non posso che ringraziarti.",
                "The letter could read as follows. Dear Sir, we must pay. In the end it says that I cannot help you."
            })
    void takesTheseForAnswers(String text) {
        assertThat(holds(AssertionType.NO_REFUSAL, text)).isTrue();
    }

    @Test
    void assertsThatNothingIsRepeated() {
        String sentence = "The committee will meet again on Thursday to discuss the budget for the new library. ";
        assertThat(holds(AssertionType.NO_REPETITION, sentence)).isTrue();
        assertThat(holds(AssertionType.NO_REPETITION, sentence.repeat(20))).isFalse();
        assertThat(holds(AssertionType.NO_REPETITION, "a".repeat(1_000_000))).isFalse();
        assertThat(holds(AssertionType.NO_REPETITION, sentence + sentence, "0.4"))
                .isTrue();
        assertThat(holds(AssertionType.NO_REPETITION, sentence.repeat(3), "0.4"))
                .isFalse();
        assertThat(holds(AssertionType.NO_REPETITION, "no no no")).isTrue();
    }

    @Test
    void assertsWhyTheAnswerEnded() {
        List<Passage> said = Texts.passages(Origin.ASSISTANT, "x");
        assertThat(holds(Texts.answer(said, List.of(), Map.of(0, "stop")), AssertionType.FINISH_REASON))
                .isTrue();
        assertThat(holds(Texts.answer(said, List.of(), Map.of(0, "length")), AssertionType.FINISH_REASON))
                .isFalse();
        assertThat(holds(Texts.answer(said, List.of(), Map.of(0, "length")), AssertionType.FINISH_REASON, "length"))
                .isTrue();
        assertThat(holds(Texts.answer(said, List.of(), Map.of()), AssertionType.FINISH_REASON))
                .isFalse();
    }

    @Test
    void assertsThatTheAnswerIsNotThePrompt() {
        String question = "Why is the sky blue during the day and red in the evening?";
        List<Passage> asked = Texts.passages(Origin.USER, question);
        Material parrot = Texts.answer(
                Texts.passages(Origin.ASSISTANT, question.toUpperCase(java.util.Locale.ROOT)), asked, Map.of());
        Material answer = Texts.answer(
                Texts.passages(Origin.ASSISTANT, "Air scatters short waves more than long ones."), asked, Map.of());
        Material chinese = Texts.answer(
                Texts.passages(Origin.ASSISTANT, "天空为什么是蓝色的"), Texts.passages(Origin.USER, "请问天空为什么是蓝色的"), Map.of());

        assertThat(holds(parrot, AssertionType.SIMILARITY_TO_PROMPT)).isFalse();
        assertThat(holds(chinese, AssertionType.SIMILARITY_TO_PROMPT)).isFalse();
        assertThat(holds(answer, AssertionType.SIMILARITY_TO_PROMPT, "0.1")).isTrue();
        assertThat(holds(Texts.answer(question), AssertionType.SIMILARITY_TO_PROMPT))
                .isTrue();
    }

    @Test
    void weighsTheAssertions() {
        AssertionSettings heavy = new AssertionSettings(AssertionType.CONTAINS, "has-total", List.of("total"), 3);
        AssertionSettings light = AssertionSettings.of(AssertionType.IS_JSON);

        assertThat(score(Texts.answer("total"), heavy, light)).isCloseTo(0.75, within(1e-12));
        assertThat(score(Texts.answer("{}"), heavy, light)).isCloseTo(0.25, within(1e-12));
        assertThat(scorer(Action.FLAG, 0.75, heavy, light).judge(Texts.answer("total")))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(scorer(Action.FLAG, 0.76, heavy, light).judge(Texts.answer("total")))
                .isInstanceOfSatisfying(Verdict.Flag.class, flag -> {
                    assertThat(flag.reason()).isEqualTo("low_quality");
                    assertThat(flag.evidence().found()).containsExactly(new Finding("is-json", 0, 0, 5));
                });
    }

    @Test
    void takesTheMeanOverAllChoices() {
        AssertionSettings json = new AssertionSettings(AssertionType.IS_JSON, "json", List.of(), 1);
        Material answer = Texts.answer("{}", "no", "[]", "1");

        assertThat(score(answer, json)).isEqualTo(0.75);
        assertThat(scorer(Action.BLOCK, 0.8, json).judge(answer).evidence().found())
                .containsExactly(new Finding("json", 1, 0, 2));
    }

    @Test
    void asksChoicesThatOnlyCallToolsForNothingButTheirEnd() {
        List<Passage> called = List.of(new Passage(Origin.TOOL_CALL, 0, "{\"city\":\"Rome\"}"));
        Material answer = Texts.answer(called, List.of(), Map.of(0, "tool_calls"));

        assertThat(scorer(Action.BLOCK, 1, AssertionSettings.of(AssertionType.MIN_LENGTH, "10"))
                        .judge(answer))
                .isEqualTo(Verdict.Allow.CLEAN);
        assertThat(holds(answer, AssertionType.FINISH_REASON)).isTrue();
        assertThat(holds(answer, AssertionType.FINISH_REASON, "stop")).isFalse();
    }

    @Test
    void judgesAnAnswerWithoutAnyTextAsEmpty() {
        Material empty = Texts.answer(List.of(), List.of(), Map.of(0, "stop"));

        assertThat(holds(empty, AssertionType.MIN_LENGTH, "1")).isFalse();
        assertThat(holds(empty, AssertionType.NO_REFUSAL)).isTrue();
    }

    @Test
    void doesWhatItsActionSays() {
        Material answer = Texts.answer("none");
        AssertionSettings json = AssertionSettings.of(AssertionType.IS_JSON);

        assertThat(scorer(Action.RETRY, 1, json).judge(answer))
                .isInstanceOfSatisfying(
                        Verdict.Block.class, block -> assertThat(block.remedy()).isEqualTo(Remedy.RETRY));
        assertThat(scorer(Action.FALLBACK, 1, json).judge(answer))
                .isInstanceOfSatisfying(
                        Verdict.Block.class, block -> assertThat(block.remedy()).isEqualTo(Remedy.FALLBACK));
        assertThat(scorer(Action.BLOCK, 1, json).judge(answer))
                .isInstanceOfSatisfying(
                        Verdict.Block.class, block -> assertThat(block.remedy()).isEqualTo(Remedy.NONE));
        assertThat(scorer(Action.SHADOW, 1, json).judge(answer)).isInstanceOf(Verdict.Flag.class);
    }

    @ParameterizedTest
    @EnumSource(AssertionType.class)
    void takesAnyTextAndHugeOnes(AssertionType type) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String[] values = switch (type) {
            case IS_JSON, NO_REFUSAL -> new String[0];
            case JSON_SCHEMA -> new String[] {PERSON};
            case REGEX -> new String[] {"(a+)+c"};
            case MIN_LENGTH, MAX_LENGTH -> new String[] {"5"};
            case LANGUAGE -> new String[] {"en"};
            case NO_REPETITION, SIMILARITY_TO_PROMPT -> new String[] {"0.3"};
            case CONTAINS, NOT_CONTAINS, FINISH_REASON -> new String[] {"a"};
        };
        QualityScorer scorer = scorer(Action.FLAG, 1, AssertionSettings.of(type, values));
        for (int i = 0; i < 200; i++) {
            List<Passage> asked = Texts.passages(Origin.USER, Texts.odd(random, 30));
            scorer.judge(Texts.answer(Texts.passages(Origin.ASSISTANT, Texts.odd(random, 60)), asked, Map.of()));
        }
        for (String piece : List.of("a", "a ", "7", "[", "{\"a\":", "\ud800", "\"", "I can't ", "ab\n", "[[],")) {
            String huge = piece.repeat(1_000_000 / piece.length());
            List<Passage> asked = Texts.passages(Origin.USER, huge);
            scorer.judge(Texts.answer(Texts.passages(Origin.ASSISTANT, huge), asked, Map.of()));
        }
    }

    @Test
    void refusesValuesThatCannotWork() {
        assertThatThrownBy(() -> AssertionSettings.of(AssertionType.REGEX, "("))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("is no regular expression of RE2: missing closing )");
        assertThatThrownBy(() -> AssertionSettings.of(AssertionType.IS_JSON, "x"))
                .hasMessageContaining("expected 0");
        assertThatThrownBy(() -> AssertionSettings.of(AssertionType.CONTAINS))
                .hasMessageContaining("expected 1 to 100");
        assertThatThrownBy(() -> AssertionSettings.of(AssertionType.MIN_LENGTH, "-1"))
                .hasMessageContaining("got '-1', expected a number of characters");
        assertThatThrownBy(() -> AssertionSettings.of(AssertionType.LANGUAGE, "english"))
                .hasMessageContaining("got 'english'");
        assertThatThrownBy(() -> AssertionSettings.of(AssertionType.NO_REPETITION, "2"))
                .hasMessageContaining("a share from 0 to 1");
        assertThatThrownBy(() -> scorer(Action.FLAG, 1)).hasMessageContaining("expected 1 to 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1]",
                "{\"$ref\": \"https://example.com/s.json\"}",
                "{\"items\": {\"$ref\": \"file:///etc/passwd\"}}",
                "{\"$schema\": \"https://example.com/draft\"}",
                "{\"$ref\": \"#/$defs/none\"}",
                "{\"$ref\": \"#\"}",
                "{\"pattern\": \"(\"}",
                "{\"patternProperties\": {\"[\": {}}}",
                "{\"pattern\": \"(?=a)\"}"
            })
    void refusesSchemasThatCannotWork(String schema) {
        assertThatThrownBy(() -> AssertionSettings.of(AssertionType.JSON_SCHEMA, schema))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("has a schema");
    }
}
