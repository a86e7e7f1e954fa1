package dev.alize.policies;

import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import java.util.Optional;

/**
 * One link of the chain. Called on stream threads and on threads of the provider: pure, thread-safe and quick, whatever
 * the text.
 */
public interface Policy {
    /** Its name in {@code policies.chain}. */
    String name();

    /** Judges a request or an answer. What follows from an exception, its conduct says. */
    Verdict judge(Material material);

    /**
     * What judges one text of a streamed answer while it comes; empty where the policy judges whole answers only.
     *
     * @param answer the answer to come, with what was asked; without passages
     */
    default Optional<StreamGuard> guard(Material answer) {
        return Optional.empty();
    }
}
