package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.simulator.behaviour.BehaviourJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutageScriptTest {
    @Test
    void twelveArePlayedAndTwoOfThemAreHarmless() {
        assertThat(OutageScript.ALL).hasSize(12).extracting(OutageScript::name).doesNotHaveDuplicates();
        assertThat(OutageScript.ALL.stream().filter(script -> script.expected() == null))
                .hasSize(2);
    }

    @Test
    void theSimulatorUnderstandsEachOfThem() {
        assertThatCode(() -> BehaviourJson.parse(OutageScript.WELL.getBytes(StandardCharsets.UTF_8)))
                .doesNotThrowAnyException();
        OutageScript.ALL.stream()
                .flatMap(script -> script.hits().stream())
                .map(OutageScript.Hit::behaviour)
                .filter(Objects::nonNull)
                .forEach(behaviour -> assertThatCode(
                                () -> BehaviourJson.parse(behaviour.getBytes(StandardCharsets.UTF_8)))
                        .as(behaviour)
                        .doesNotThrowAnyException());
    }

    @Test
    void whatIsExpectedIsSaidInTheWordsOfIncidents() {
        List<String> causes = Arrays.stream(Cause.values()).map(Cause::code).toList();
        List<String> severities =
                Arrays.stream(Severity.values()).map(Severity::name).toList();
        OutageScript.ALL.stream()
                .map(OutageScript::expected)
                .filter(Objects::nonNull)
                .forEach(expected -> {
                    assertThat(expected.cause()).isIn(causes);
                    assertThat(expected.severity()).isIn(severities);
                    assertThat(expected.reach()).isIn("everyone", "just_me", "unknown");
                });
    }

    @Test
    void someCanBeChosenAndAnUnknownOneIsRefused() {
        assertThat(OutageScript.named(List.of("slow", "key")))
                .extracting(OutageScript::name)
                .containsExactly("key", "slow");
        assertThat(OutageScript.named(List.of())).isEqualTo(OutageScript.ALL);
        assertThatThrownBy(() -> OutageScript.named(List.of("keys")))
                .hasMessageStartingWith("only: got keys, expected some of key, blip-500, ");
    }
}
