package dev.alize.training;

import java.util.List;

/** What is measured with models trained anew: each on rows and sources that its model has not seen. */
public final class Evaluations {
    private Evaluations() {}

    public static List<Evaluation> all() {
        return List.of(new InjectionEvaluation(), new PiiEvaluation(), new SafetyEvaluation());
    }
}
