package dev.alize.policies;

import dev.alize.domain.Verdict;

/**
 * Judges one text of an answer while it comes, in parts of any size: nothing that it redacts or blocks leaves it in
 * parts. Used by one thread at a time.
 */
public interface StreamGuard {
    /**
     * Takes the next part of the text.
     *
     * @return what can be published now: the text so far without what was published and what is held back, which is
     *     bounded; empty once the verdict is a block
     */
    String add(String part);

    /** The text is complete: returns what was held back. */
    String end();

    /** The verdict on what came so far; its findings have no meaningful offsets. A block is final. */
    Verdict verdict();
}
