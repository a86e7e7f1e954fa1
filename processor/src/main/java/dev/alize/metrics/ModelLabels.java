package dev.alize.metrics;

import dev.alize.domain.FailureKind;
import java.util.HashSet;
import java.util.Set;

/**
 * Which models have a label of their own. Callers choose models, so their number is bounded; a name that the provider
 * does not know gets none, so that no caller's mistakes use the bound up. Thread-safe.
 */
final class ModelLabels {
    static final String OTHER = "other";
    private static final int MAX_LENGTH = 100;
    private static final String UNKNOWN = FailureKind.UNKNOWN_MODEL.code();

    private final int most;
    private final Set<String> known = new HashSet<>();

    /** @param most models with a label of their own, beside those of the configuration */
    ModelLabels(int most) {
        this.most = most;
    }

    /** Gives a model of the configuration its label, whatever the bound. */
    synchronized void configured(String model) {
        known.add(model);
    }

    /** The label of a model with which an attempt had this outcome: the model itself, or {@value #OTHER}. */
    synchronized String of(String model, String outcome) {
        if (known.contains(model)) {
            return model;
        }
        if (known.size() >= most || model.length() > MAX_LENGTH || outcome.equals(UNKNOWN)) {
            return OTHER;
        }
        known.add(model);
        return model;
    }
}
