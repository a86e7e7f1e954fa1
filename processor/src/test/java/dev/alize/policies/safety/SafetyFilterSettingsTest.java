package dev.alize.policies.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetyFilterSettingsTest {
    private static final Conduct CONDUCT = SafetyFilterSettings.DEFAULT.conduct();

    @Test
    void blocksRequestsAndAnswersUnlessToldOtherwise() {
        assertThat(CONDUCT.action()).isEqualTo(Action.BLOCK);
        assertThat(CONDUCT.judges(Direction.REQUEST)).isTrue();
        assertThat(CONDUCT.judges(Direction.RESPONSE)).isTrue();
    }

    @Test
    void ownThresholdsGoBeforeThoseOfTheMode() {
        SafetyFilterSettings settings = new SafetyFilterSettings(CONDUCT, Mode.LENIENT, Map.of(Category.HATE, 0.25));

        assertThat(settings.threshold(Category.HATE)).isEqualTo(0.25);
        assertThat(settings.threshold(Category.CRIME)).isEqualTo(Mode.LENIENT.threshold(Category.CRIME));
    }

    @Test
    void aStricterModeNeverLetsMoreThrough() {
        for (Category category : Category.values()) {
            assertThat(Mode.STRICT.threshold(category)).isLessThanOrEqualTo(Mode.STANDARD.threshold(category));
            assertThat(Mode.STANDARD.threshold(category)).isLessThanOrEqualTo(Mode.LENIENT.threshold(category));
        }
    }

    @Test
    void refusesThresholdsOutsideTheRangeAndActionsThatItDoesNotKnow() {
        assertThatThrownBy(() -> new SafetyFilterSettings(CONDUCT, Mode.STRICT, Map.of(Category.SELF_HARM, 1.5)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("policy.safety-filter.thresholds.self_harm");
        assertThatThrownBy(() ->
                        new SafetyFilterSettings(Conduct.of(Action.REDACT, Direction.REQUEST), Mode.STRICT, Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("policy.safety-filter.action");
    }
}
