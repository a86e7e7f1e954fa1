package dev.alize.domain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a policy says of a request or of its answer. */
public sealed interface Verdict {
    Evidence evidence();

    /** The name used in events, metrics and documentation, such as {@code block}. */
    String word();

    /** Code such as {@code prompt_injection}; null for allow. */
    @Nullable
    String reason();

    /** The same verdict where nothing may follow from it. */
    default Verdict watched() {
        return switch (this) {
            case Allow allow -> allow;
            case Flag flag -> flag;
            case Rewrite rewrite -> new Flag(rewrite.reason(), rewrite.evidence());
            case Block block -> new Flag(block.reason(), block.evidence());
        };
    }

    /** Nothing to object to; there may be a score. */
    record Allow(Evidence evidence) implements Verdict {
        public static final Allow CLEAN = new Allow(Evidence.NONE);

        @Override
        public String word() {
            return "allow";
        }

        @Override
        public @Nullable String reason() {
            return null;
        }
    }

    /**
     * Something was found, and nothing follows from it.
     *
     * @param reason code such as {@code prompt_injection}
     */
    record Flag(String reason, Evidence evidence) implements Verdict {
        @Override
        public String word() {
            return "flag";
        }
    }

    /**
     * The text goes on with replacements.
     *
     * @param reason code such as {@code personal_data}
     * @param edits in the order of the passages and their offsets, not overlapping
     * @param originals what stood there, by its marker, where it is to be put back into the answer; else empty
     */
    record Rewrite(String reason, List<Edit> edits, Map<String, String> originals, Evidence evidence)
            implements Verdict {
        public Rewrite {
            edits = List.copyOf(edits);
            originals = Map.copyOf(originals);
        }

        @Override
        public String word() {
            return "rewrite";
        }
    }

    /**
     * Do not let it pass.
     *
     * @param reason code such as {@code prompt_injection}
     * @param remedy what may be tried first, for an answer
     */
    record Block(String reason, Remedy remedy, Evidence evidence) implements Verdict {
        /** Without a remedy. */
        public Block(String reason, Evidence evidence) {
            this(reason, Remedy.NONE, evidence);
        }

        @Override
        public String word() {
            return "block";
        }
    }

    /** What may be tried before an answer that does not pass is given up. */
    enum Remedy {
        /** Nothing: the request ends, blocked. */
        NONE,
        /** Another attempt; where none is left, the answer is delivered as it is, flagged. */
        RETRY,
        /** The next target of the route; where none is left, the answer is delivered as it is, flagged. */
        FALLBACK
    }
}
