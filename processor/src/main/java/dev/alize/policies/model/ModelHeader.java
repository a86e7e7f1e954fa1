package dev.alize.policies.model;

import java.util.List;

/**
 * What a model is.
 *
 * @param name such as {@code prompt-injection}
 * @param data SHA-256 of the data it was trained on, in hexadecimal; tells whether it is stale
 */
public record ModelHeader(String name, String data, Shape shape, List<Label> labels) {
    /**
     * @param scale of the label's weights: what one step is worth
     * @param bias added to each margin
     */
    public record Label(String name, float scale, float bias, Calibration calibration) {}

    public ModelHeader {
        labels = List.copyOf(labels);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("model " + name + ": expected labels, got none");
        }
    }
}
