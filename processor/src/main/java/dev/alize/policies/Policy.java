package dev.alize.policies;

import dev.alize.domain.Request;
import dev.alize.domain.Verdict;

/** One link of the chain. Implementations are called on stream threads: pure, thread-safe and quick. */
public interface Policy {
    /** Its name in {@code policies.chain}. */
    String name();

    /** Judges a request. An exception blocks the request: a policy fails closed. */
    Verdict judge(Request request);
}
