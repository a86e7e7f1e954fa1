package dev.alize.topology.judging;

import dev.alize.domain.Direction;
import dev.alize.domain.Evidence;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.AskingPolicy;
import dev.alize.policies.Link;
import dev.alize.schemas.PolicyResult;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks policies, and puts what they say into words. */
public final class Verdicts {
    /** The reason of a policy that failed itself. */
    public static final String POLICY_ERROR = "policy_error";

    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

    private Verdicts() {}

    /** What the policy says, or what its conduct says where it throws. Nothing follows from one that only watches. */
    static Verdict of(Link link, Material material) {
        try {
            return watched(link, link.policy().judge(material));
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
        return watched(
                link,
                link.conduct().onError() == Conduct.OnError.BLOCK
                        ? new Verdict.Block(POLICY_ERROR, Evidence.NONE)
                        : new Verdict.Flag(POLICY_ERROR, Evidence.NONE));
    }

    /** The verdict of a policy that asked somebody. */
    public static Verdict watched(Link link, Verdict verdict) {
        if (!isShadow(link)) {
            return verdict;
        }
        return switch (verdict) {
            case Verdict.Allow allow -> allow;
            case Verdict.Flag flag -> flag;
            case Verdict.Rewrite rewrite -> new Verdict.Flag(rewrite.reason(), rewrite.evidence());
            case Verdict.Block block -> new Verdict.Flag(block.reason(), block.evidence());
        };
    }

    private static boolean isShadow(Link link) {
        return link.conduct().action() == Action.SHADOW;
    }

    /** As events carry it. */
    public static PolicyResult result(Link link, Direction direction, Verdict verdict) {
        return new PolicyResult(
                link.name(),
                word(verdict),
                reason(verdict),
                verdict.evidence().score(),
                verdict.evidence().counts(),
                direction.code(),
                isShadow(link));
    }

    public static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow allow -> "allow";
            case Verdict.Flag flag -> "flag";
            case Verdict.Rewrite rewrite -> "rewrite";
            case Verdict.Block block -> "block";
        };
    }

    private static @Nullable String reason(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow allow -> null;
            case Verdict.Flag flag -> flag.reason();
            case Verdict.Rewrite rewrite -> rewrite.reason();
            case Verdict.Block block -> block.reason();
        };
    }
}
