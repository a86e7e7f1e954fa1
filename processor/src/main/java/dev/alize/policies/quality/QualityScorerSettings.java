package dev.alize.policies.quality;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.domain.settings.Range;
import java.util.List;
import java.util.Set;

/**
 * Block {@code policy.quality-scorer}.
 *
 * @param conduct flag, retry, fallback, block or shadow, of answers; default flag
 * @param minAggregate weighted mean of the assertions below which an answer is of low quality, 0 to 1; default 1: what
 *     is asserted has to hold
 * @param assertions 1 to 100
 */
public record QualityScorerSettings(Conduct conduct, double minAggregate, List<AssertionSettings> assertions)
        implements PolicySettings {
    public static final String NAME = "quality-scorer";
    public static final Range<Double> MIN_AGGREGATE = Range.of(0.0, 1.0);
    public static final double DEFAULT_AGGREGATE = 1;
    public static final Conduct CONDUCT = Conduct.of(Action.FLAG, Direction.RESPONSE);

    private static final int MOST = 100;

    public QualityScorerSettings {
        assertions = List.copyOf(assertions);
        MIN_AGGREGATE.check("policy." + NAME + ".min_aggregate", minAggregate);
        if (assertions.isEmpty() || assertions.size() > MOST) {
            throw new InvalidSettingException(
                    "policy." + NAME + ".assertions",
                    "has " + assertions.size() + " assertions, expected 1 to " + MOST);
        }
        if (!conduct.directions().equals(Set.of(Direction.RESPONSE))) {
            throw new InvalidSettingException(
                    "policy." + NAME + ".direction", "this policy judges answers only; expected response");
        }
    }

    @Override
    public String policy() {
        return NAME;
    }
}
