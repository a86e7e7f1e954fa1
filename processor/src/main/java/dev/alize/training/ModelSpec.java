package dev.alize.training;

import dev.alize.policies.model.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model learns, and from what. */
public interface ModelSpec {
    /** Such as {@code prompt-injection}. */
    String name();

    /** The directory of its data, such as {@code injection}. */
    String subject();

    /** All directories whose rows it sees, the own one first. */
    default List<String> subjects() {
        return List.of(subject());
    }

    /** Where the model lies among the resources, such as {@code dev/alize/policies/injection/model.gz}. */
    String resource();

    Shape shape();

    List<String> labels();

    /** How far the model may bend to each example: the C of support vector machines; more fits closer. */
    double cost();

    /** What else speaks for a label, such as rules, in log odds: the model is calibrated for what is left to say. */
    default double odds(Example example, int label) {
        return 0;
    }

    /** What the model learns from a row; empty where it must not learn from it. */
    Optional<Example> example(Row row);

    /**
     * Files that are shipped beside the model, and what is in them.
     *
     * @param trainer over the same rows
     * @param digest of the data
     */
    default Map<String, byte[]> companions(Trainer trainer, String digest) throws IOException {
        return Map.of();
    }
}
