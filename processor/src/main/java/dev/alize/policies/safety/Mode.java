package dev.alize.policies.safety;

import java.util.Locale;
import java.util.Map;

/**
 * How much is let through: a threshold for each category. The thresholds are read off the scores of texts that the model
 * had not seen; what they let through and stop stands in the model card.
 */
public enum Mode {
    STRICT(0.48),
    STANDARD(0.68),
    LENIENT(0.88);

    private final double usual;

    Mode(double usual) {
        this.usual = usual;
    }

    /** The name used in configuration, such as {@code strict}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The score from which a text is unsafe. */
    public double threshold(Category category) {
        return switch (category) {
            // Rules only: one of them is worth 0.55 or more.
            case SEXUAL_MINORS -> 0.5;
            default -> usual;
        };
    }

    /** The score from which a text is unsafe, unless {@code own} says otherwise. */
    double threshold(Category category, Map<Category, Double> own) {
        Double given = own.get(category);
        return given == null ? threshold(category) : given;
    }
}
