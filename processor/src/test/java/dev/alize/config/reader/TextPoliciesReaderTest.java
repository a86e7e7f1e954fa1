package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks {@code policy.dlp-filter}, {@code policy.language-validator} and {@code policy.quality-scorer}. */
class TextPoliciesReaderTest {
    private static final String TARGETS = "providers: {targets: [{id: a, provider: mistral, model: m}]}\n";
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static List<String> problems(String... lines) {
        return Yaml.problems(TARGETS + "policy:\n  " + String.join("\n  ", lines) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dlp-filter", "language-validator", "quality-scorer"})
    void theExampleOfTheDocumentIsValid(String policy) throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../docs/policies/" + policy + ".md")));

        assertThat(example.find()).isTrue();
        assertThat(Yaml.read(TARGETS + example.group(1)).policies().chain()).containsExactly(policy);
    }

    @Test
    void saysOnWhichLineAPatternIsWrong() {
        assertThat(problems(
                        "dlp-filter:",
                        "  patterns:",
                        "    - {name: a, regex: 'x'}",
                        "    - name: b c",
                        "      regex: '(x'",
                        "      replacement: 'a\"b'"))
                .containsExactly(
                        "f.yaml:6 policy.dlp-filter.patterns[1].name: got 'b c', "
                                + "expected a name of letters, digits, _ and - that begins with a letter.",
                        "f.yaml:7 policy.dlp-filter.patterns[1].regex: is no regular expression of RE2: "
                                + "missing closing ).",
                        "f.yaml:8 policy.dlp-filter.patterns[1].replacement: got 'a\"b', "
                                + "expected at most 200 characters, none of which JSON escapes.");
    }

    @Test
    void refusesAFilterWithoutRulesAndListsWithoutWords() {
        assertThat(problems("dlp-filter: {}"))
                .containsExactly("f.yaml:3 policy.dlp-filter: has 0 patterns and word lists, expected 1 to 200.");
        assertThat(problems("dlp-filter: {words: [{name: a}, {name: b, words: []}, {name: c, file: no/such}]}"))
                .containsExactly(
                        "f.yaml:3 policy.dlp-filter.words[0]: expected either 'words' or 'file'.",
                        "f.yaml:3 policy.dlp-filter.words[1].words: has no word.",
                        "f.yaml:3 policy.dlp-filter.words[2].file: 'no/such' does not exist; "
                                + "expected a file of words, one a line.");
    }

    @Test
    void refusesFilesThatAreNoWords(@TempDir Path directory) throws IOException {
        Path broken = Files.write(directory.resolve("broken"), new byte[] {'a', (byte) 0xff});
        Path empty = Files.writeString(directory.resolve("empty"), "# nothing\n\n");

        assertThat(problems("dlp-filter: {words: [{name: a, file: " + broken + "}, {name: b, file: " + empty + "}]}"))
                .containsExactly(
                        "f.yaml:3 policy.dlp-filter.words[0].file: '" + broken + "' is not text in UTF-8.",
                        "f.yaml:3 policy.dlp-filter.words[1].file: '" + empty
                                + "' has 0 words, expected 1 to 100000, each of at most 256 characters.");
    }

    @Test
    void refusesLanguagesThatNobodyKnows() {
        assertThat(problems("language-validator: {allowed: [en, english]}"))
                .containsExactly("f.yaml:3 policy.language-validator.allowed[1]: got 'english', "
                        + "expected the code of a language of ISO 639-1 such as 'en'.");
        assertThat(problems("language-validator: {}"))
                .containsExactly("f.yaml:3 policy.language-validator.allowed: names no language; "
                        + "expected codes such as [en, fr].");
    }

    @Test
    void saysOnWhichLineAnAssertionIsWrong() {
        assertThat(problems(
                        "quality-scorer:",
                        "  assertions:",
                        "    - {type: is-jsn}",
                        "    - {type: regex, value: '[a'}",
                        "    - {type: contains}",
                        "    - type: json-schema",
                        "      schema: {$ref: 'https://example.com/s'}",
                        "    - {type: is-json, weight: 0}",
                        "    - {type: max-length, value: 10, schema: {}}",
                        "    - {type: json-schema, schema: '{'}"))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .startsWith("f.yaml:5 policy.quality-scorer.assertions[0].type: got 'is-jsn'")
                                .endsWith("did you mean 'is-json'?"),
                        two -> assertThat(two)
                                .isEqualTo("f.yaml:6 policy.quality-scorer.assertions[1].value: is no regular "
                                        + "expression of RE2: missing closing ]."),
                        three -> assertThat(three)
                                .isEqualTo("f.yaml:7 policy.quality-scorer.assertions[2].value: has 0 values, "
                                        + "expected 1 to 100."),
                        four -> assertThat(four)
                                .isEqualTo("f.yaml:9 policy.quality-scorer.assertions[3].schema: has a schema with a "
                                        + "$ref that does not begin with #."),
                        five -> assertThat(five)
                                .isEqualTo("f.yaml:10 policy.quality-scorer.assertions[4].weight: got 0, "
                                        + "expected more than 0."),
                        six -> assertThat(six)
                                .startsWith("f.yaml:11 policy.quality-scorer.assertions[5].schema: is given beside"),
                        seven -> assertThat(seven).startsWith("f.yaml:11 policy.quality-scorer.assertions[5].schema"),
                        eight -> assertThat(eight)
                                .startsWith("f.yaml:12 policy.quality-scorer.assertions[6].schema: line 1: column"));
    }

    @Test
    void readsASchemaAsMapOrAsText() {
        String map = "{type: json-schema, schema: {type: object, properties: {n: {enum: [1, 1.5, a, true, null]}}}}";
        String text = "{type: json-schema, schema: '{\"type\": \"object\", "
                + "\"properties\": {\"n\": {\"enum\": [1, 1.5, \"a\", true, null]}}}'}";

        assertThat(Yaml.read(TARGETS + "policy: {quality-scorer: {assertions: [" + map + "]}}")
                        .policies())
                .isEqualTo(Yaml.read(TARGETS + "policy: {quality-scorer: {assertions: [" + text + "]}}")
                        .policies());
    }

    @Test
    void judgesOnlyAnswersByQuality() {
        assertThat(problems("quality-scorer: {direction: both, assertions: [{type: is-json}]}"))
                .containsExactly("f.yaml:3 policy.quality-scorer.direction: this policy judges answers only; "
                        + "expected response.");
    }
}
