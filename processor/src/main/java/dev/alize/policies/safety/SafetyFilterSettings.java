package dev.alize.policies.safety;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.domain.settings.Range;
import java.util.Map;

/**
 * Block {@code policy.safety-filter}.
 *
 * @param conduct by default blocks requests and answers; {@code redact} is not possible, since what is unsafe is a
 *     passage and no word of it
 * @param mode how much is let through; default standard
 * @param thresholds by category: the score, 0 to 1, from which a text is unsafe, in place of the mode's
 */
public record SafetyFilterSettings(Conduct conduct, Mode mode, Map<Category, Double> thresholds)
        implements PolicySettings {
    public static final String NAME = "safety-filter";
    public static final Range<Double> THRESHOLD = Range.of(0.0, 1.0);
    public static final SafetyFilterSettings DEFAULT = new SafetyFilterSettings(
            Conduct.of(Action.BLOCK, Direction.REQUEST, Direction.RESPONSE), Mode.STANDARD, Map.of());

    private static final String BLOCK = "policy.safety-filter.";

    public SafetyFilterSettings {
        switch (conduct.action()) {
            case BLOCK, FLAG, SHADOW -> {}
            case REDACT, RETRY, FALLBACK, HOLD, DOWNGRADE ->
                throw new InvalidSettingException(
                        BLOCK + "action", "got " + conduct.action().code() + ", expected block, flag or shadow");
        }
        thresholds.forEach((category, value) -> THRESHOLD.check(BLOCK + "thresholds." + category.code(), value));
        thresholds = Map.copyOf(thresholds);
    }

    /** The score from which a text is unsafe. */
    public double threshold(Category category) {
        return mode.threshold(category, thresholds);
    }

    @Override
    public String policy() {
        return NAME;
    }
}
