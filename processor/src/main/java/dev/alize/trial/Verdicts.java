package dev.alize.trial;

import java.util.List;

/** The words for verdicts, as they stand in responses. */
final class Verdicts {
    /** From the least to the worst. */
    static final List<String> WORDS = List.of("allow", "flag", "rewrite", "block");

    private Verdicts() {}

    static String worse(String one, String other) {
        return WORDS.indexOf(one) >= WORDS.indexOf(other) ? one : other;
    }
}
