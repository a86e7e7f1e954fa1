package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.ModelGroupSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelGroupReaderTest {
    /** Ends on line 5. */
    private static final String TARGETS = """
            providers:
              targets:
                - {id: small, provider: mistral, model: mistral-small-latest}
                - {id: large, provider: mistral, model: mistral-large-latest}
              model_groups:
            """;

    @Test
    void takesAListOfTargetsOrAMapWithAliases() {
        assertThat(Yaml.read(TARGETS + "    any: [small, large]\n    gpt-4.1: {targets: [large], aliases: [gpt-4o]}\n")
                        .providers()
                        .modelGroups())
                .isEqualTo(Map.of(
                        "any", new ModelGroupSettings(List.of("small", "large"), List.of()),
                        "gpt-4.1", new ModelGroupSettings(List.of("large"), List.of("gpt-4o"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "any: [smal] | any[0]: target 'smal' does not exist; existing targets: small, large;"
                        + " did you mean 'small'?",
                "any: {targets: [small, gpu]} | any.targets[1]: target 'gpu' does not exist; existing targets: small,"
                        + " large.",
                "any: [small, small] | any[1]: target 'small' is in the group already.",
                "any: [] | any: is empty; expected at least one id of a target.",
                "any: {targets: []} | any.targets: is empty; expected at least one id of a target.",
                "any: {aliases: [x]} | any.targets: missing; expected a list of at least one id of a target.",
                "any: {targets: [small], alias_es: [x]} | any.alias_es: unknown key; did you mean 'aliases'?",
                "any: small | any: got text, expected a map."
            })
    void refusesAGroupThatCannotBe(String group, String problem) {
        assertThat(Yaml.problems(TARGETS + "    " + group + "\n"))
                .containsExactly("f.yaml:6 providers.model_groups." + problem);
    }

    @Test
    void refusesAnAliasThatStandsForSomethingElse() {
        String groups = "    a: {targets: [small], aliases: [x, x, b]}\n    b: {targets: [large], aliases: [x]}\n";

        assertThat(Yaml.problems(TARGETS + groups))
                .containsExactly(
                        "f.yaml:6 providers.model_groups.a.aliases[1]: 'x' is already an alias of 'a'.",
                        "f.yaml:6 providers.model_groups.a.aliases[2]: 'b' is already the name of a group.",
                        "f.yaml:7 providers.model_groups.b.aliases[0]: 'x' is already an alias of 'a'.");
    }
}
