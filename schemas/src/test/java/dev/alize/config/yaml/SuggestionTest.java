package dev.alize.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    @Test
    void countsInsertionsDeletionsReplacementsAndSwaps() {
        assertThat(Suggestion.distance("polices", "policies")).isEqualTo(1);
        assertThat(Suggestion.distance("policiess", "policies")).isEqualTo(1);
        assertThat(Suggestion.distance("pilocy", "policy")).isEqualTo(2);
        assertThat(Suggestion.distance("kakfa", "kafka")).isEqualTo(1);
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void suggestsTheNearestWord() {
        assertThat(Suggestion.of("polices", List.of("policy", "policies"))).contains("policies");
        assertThat(Suggestion.of("audit_logger", List.of("audit-logger"))).contains("audit-logger");
        assertThat(Suggestion.of("Model", List.of("model"))).contains("model");
    }

    @Test
    void suggestsNothingThatIsFarAway() {
        assertThat(Suggestion.of("routes", List.of("pack", "kafka", "topics"))).isEmpty();
        assertThat(Suggestion.of("id", List.of("env"))).isEmpty();
    }
}
