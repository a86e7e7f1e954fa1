package dev.alize.training;

import org.jspecify.annotations.Nullable;

/**
 * One number of an evaluation.
 *
 * @param subject such as {@code injection}
 * @param split what the numbers are of: {@code cross-validation}, {@code leave-one-source-out} or {@code shipped}
 * @param source such as {@code notinject}, or {@code all}
 * @param language such as {@code de}, or {@code all}
 * @param metric such as {@code f1}, {@code recall}, {@code false-positives}, {@code roc-auc}
 * @param n rows that the number rests on
 * @param bar what was asked for; null where nothing was
 */
public record Score(
        String subject,
        String split,
        String source,
        String language,
        String metric,
        double value,
        int n,
        @Nullable Double bar) {}
