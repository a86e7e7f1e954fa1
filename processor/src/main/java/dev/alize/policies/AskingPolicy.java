package dev.alize.policies;

import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import java.util.function.Consumer;

/** A policy that must ask somebody else: the request is parked until the answer is in. */
public interface AskingPolicy extends Policy {
    /**
     * Returns at once; {@code answer} is called exactly once, on any thread, also where nobody could be asked: then with
     * what the policy's conduct says of errors.
     */
    void ask(Material material, Consumer<Verdict> answer);

    /** Nothing can be said without asking. */
    @Override
    default Verdict judge(Material material) {
        throw new UnsupportedOperationException(name() + " has to be asked");
    }
}
