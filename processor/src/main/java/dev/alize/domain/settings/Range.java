package dev.alize.domain.settings;

/**
 * What a setting may be, both ends included. The reader refuses other values with their line, and the constructors of
 * the settings refuse them whoever calls.
 *
 * @param min smallest value
 * @param max largest value
 */
public record Range<T extends Comparable<T>>(T min, T max) {
    public static <T extends Comparable<T>> Range<T> of(T min, T max) {
        return new Range<>(min, max);
    }

    /**
     * The value, if it lies in the range.
     *
     * @throws InvalidSettingException naming the setting, what it got and what was expected
     */
    public T check(String setting, T value) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new InvalidSettingException(
                    setting, "got " + value + ", expected a value from " + min + " to " + max);
        }
        return value;
    }
}
