package dev.alize.policies.pii.scan;

import dev.alize.policies.pii.kinds.Kind;
import java.util.List;
import java.util.function.Predicate;

/**
 * An identifier in written forms that count alike.
 *
 * @param check over its characters without separators, letters in upper case
 * @param score of a value in one of these forms that nothing announces
 * @param forms see {@link Shapes}
 */
record Rule(Kind kind, Predicate<String> check, double score, List<String> forms) {
    Rule {
        forms = List.copyOf(forms);
    }

    static Rule of(Kind kind, Predicate<String> check, double score, String... forms) {
        return new Rule(kind, check, score, List.of(forms));
    }
}
