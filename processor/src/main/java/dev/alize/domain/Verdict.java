package dev.alize.domain;

import java.util.Map;

/** What a policy says of a request or of its response. */
public sealed interface Verdict {
    /** Nothing to object to. */
    record Allow() implements Verdict {}

    /**
     * Let it pass, but say so.
     *
     * @param reason code such as {@code pii_found}
     * @param found counts by kind, never the text
     */
    record Flag(String reason, Map<String, Integer> found) implements Verdict {
        public Flag {
            found = Map.copyOf(found);
        }
    }

    /**
     * Do not let it pass.
     *
     * @param reason code such as {@code prompt_injection}
     * @param found counts by kind, never the text
     */
    record Block(String reason, Map<String, Integer> found) implements Verdict {
        public Block {
            found = Map.copyOf(found);
        }
    }
}
