package dev.alize.policies.quality;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.util.List;
import java.util.Optional;

/**
 * One entry of {@code policy.quality-scorer.assertions}.
 *
 * @param type what is asserted
 * @param name kind of the finding where it fails, 1 to 64 characters; default the code of the type
 * @param values what the type takes: texts, a number, codes of languages, a schema as JSON
 * @param weight above 0, at most 1,000; default 1
 */
public record AssertionSettings(AssertionType type, String name, List<String> values, double weight) {
    public static final Range<Double> WEIGHT = Range.of(0.0, 1_000.0);
    public static final double DEFAULT_WEIGHT = 1;

    private static final String PATH = "policy.quality-scorer.assertions";
    private static final int LONGEST_NAME = 64;

    public AssertionSettings {
        values = List.copyOf(values);
        WEIGHT.check(PATH, weight);
        if (weight == 0) {
            throw new InvalidSettingException(PATH, "assertion '" + name + "' has no weight, expected more than 0");
        }
        if (!isName(name)) {
            throw new InvalidSettingException(PATH, "got the name '" + name + "', expected 1 to 64 characters");
        }
        reasonAgainst(type, values).ifPresent(reason -> {
            throw new InvalidSettingException(PATH, "assertion '" + name + "' " + reason);
        });
    }

    /** With the name of its type and weight 1. */
    public static AssertionSettings of(AssertionType type, String... values) {
        return new AssertionSettings(type, type.code(), List.of(values), DEFAULT_WEIGHT);
    }

    public static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME;
    }

    /** Why values cannot be used, such as {@code takes no value}. */
    public static Optional<String> reasonAgainst(AssertionType type, List<String> values) {
        AssertionType.Values expected = type.values;
        if (values.size() < expected.least || values.size() > expected.most) {
            return Optional.of("has " + values.size() + " values, expected "
                    + (expected.least == expected.most
                            ? "" + expected.least
                            : expected.least + " to " + expected.most));
        }
        try {
            Checks.of(type, values);
            return Optional.empty();
        } catch (UnusableValueException e) {
            return Optional.of(e.reason());
        }
    }
}
