package dev.alize.policies.pii;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import org.junit.jupiter.api.Test;

class PiiSettingsTest {
    @Test
    void originalsCannotBePutBackIntoAnswersThatAreNotJudged() {
        PiiSettings usual = PiiSettings.DEFAULT;
        assertThatThrownBy(() -> new PiiSettings(
                        Conduct.of(Action.REDACT, Direction.REQUEST),
                        usual.detect(),
                        usual.markerFormat(),
                        usual.markerTemplate(),
                        true,
                        usual.countries(),
                        usual.threshold()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("policy.pii-detector.restore")
                .hasMessageContaining("'both'");
    }
}
