package dev.alize.topology.judging;

import dev.alize.domain.Direction;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.policies.AskingPolicy;
import dev.alize.policies.Link;
import dev.alize.schemas.PolicyResult;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks policies, and puts what they say into words. */
public final class Verdicts {
    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

    private Verdicts() {}

    /** What the policy says, or what its conduct says where it throws. Nothing follows from one that only watches. */
    static Verdict of(Link link, Material material) {
        try {
            return link.enforced(link.policy().judge(material));
        } catch (RuntimeException | StackOverflowError e) {
            return failed(link, e);
        }
    }

    /** Asks a policy that must ask somebody; what its conduct says where it throws. */
    static void ask(Link link, Material material, Consumer<Verdict> answer) {
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<Verdict> once = verdict -> {
            if (answered.compareAndSet(false, true)) {
                answer.accept(verdict);
            }
        };
        try {
            if (link.policy() instanceof AskingPolicy policy) {
                policy.ask(material, once);
            } else {
                once.accept(of(link, material));
            }
        } catch (RuntimeException | StackOverflowError e) {
            once.accept(failed(link, e));
        }
    }

    /** The verdict in place of one that a policy failed to give. */
    public static Verdict failed(Link link, Throwable cause) {
        log.atError()
                .addKeyValue("policy", link.name())
                .addKeyValue("exception", cause.getClass().getName())
                .addKeyValue("on_error", link.conduct().onError())
                .log("A policy failed");
        return link.failed();
    }

    /** As events carry it. */
    public static PolicyResult result(Link link, Direction direction, Verdict verdict) {
        return new PolicyResult(
                link.name(),
                verdict.word(),
                verdict.reason(),
                verdict.evidence().score(),
                verdict.evidence().counts(),
                direction.code(),
                link.isShadow());
    }
}
