package dev.alize.training;

import dev.alize.policies.model.Shape;
import java.util.List;
import java.util.Optional;

/** What a model learns, and from what. */
public interface ModelSpec {
    /** Such as {@code prompt-injection}. */
    String name();

    /** The directory of its data, such as {@code injection}. */
    String subject();

    /** Where the model lies among the resources, such as {@code dev/alize/policies/injection/model.gz}. */
    String resource();

    Shape shape();

    List<String> labels();

    /** How far the model may bend to each example: the C of support vector machines; more fits closer. */
    double cost();

    /** What the model learns from a row; empty where it must not learn from it. */
    Optional<Example> example(Row row);
}
