package dev.alize.trial;

import dev.alize.domain.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words for verdicts, as they stand in responses. */
final class Verdicts {
    /** From the least to the worst. */
    static final List<String> WORDS = List.of("allow", "flag", "rewrite", "block");

    private Verdicts() {}

    static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow allow -> "allow";
            case Verdict.Flag flag -> "flag";
            case Verdict.Rewrite rewrite -> "rewrite";
            case Verdict.Block block -> "block";
        };
    }

    static @Nullable String reason(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow allow -> null;
            case Verdict.Flag flag -> flag.reason();
            case Verdict.Rewrite rewrite -> rewrite.reason();
            case Verdict.Block block -> block.reason();
        };
    }

    static String worse(String one, String other) {
        return WORDS.indexOf(one) >= WORDS.indexOf(other) ? one : other;
    }
}
