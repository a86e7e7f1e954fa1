package dev.alize.domain;

import java.util.Map;

/** What a policy says of a request. */
public sealed interface Verdict {
    /** Nothing to object to. */
    record Allow() implements Verdict {}

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
