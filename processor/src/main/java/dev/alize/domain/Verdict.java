package dev.alize.domain;

import java.util.List;
import java.util.Map;

/** What a policy says of a request or of its answer. */
public sealed interface Verdict {
    Evidence evidence();

    /** Nothing to object to; there may be a score. */
    record Allow(Evidence evidence) implements Verdict {
        public static final Allow CLEAN = new Allow(Evidence.NONE);
    }

    /**
     * Something was found, and nothing follows from it.
     *
     * @param reason code such as {@code prompt_injection}
     */
    record Flag(String reason, Evidence evidence) implements Verdict {}

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
