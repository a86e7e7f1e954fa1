package dev.alize.policies;

import dev.alize.domain.Edit;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes a request, or an answer, through a chain at once, as the stages of the topology do one after the other: each
 * policy sees what the ones before it left, the first block ends the chain, and a policy that fails has the verdict of
 * its {@code on_error}. A policy that would have to ask somebody is passed over.
 */
public final class ChainRun {
    /** What became of a policy. */
    public enum State {
        JUDGED,
        /** It threw, or its edits do not fit the texts. */
        FAILED,
        /** It would have to ask. */
        SKIPPED
    }

    /**
     * One policy of the chain.
     *
     * @param verdict what followed: of a policy that only watches never more than a flag
     * @param history what was replaced before it: its findings are about the texts after that
     */
    public record Step(String policy, State state, boolean shadow, Verdict verdict, EditHistory history) {}

    /**
     * @param steps of the policies that judge this direction, up to the one that blocked
     * @param passages as the last policy left them
     */
    public record Result(List<Step> steps, List<Passage> passages) {
        public Result {
            steps = List.copyOf(steps);
            passages = List.copyOf(passages);
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final Material material;
    private List<Passage> passages;
    private EditHistory history = EditHistory.NONE;

    private ChainRun(Material material) {
        this.material = material;
        this.passages = material.passages();
    }

    public static Result of(Chain chain, Material material) {
        ChainRun run = new ChainRun(material);
        for (Link link : chain.links()) {
            if (link.conduct().judges(material.direction()) && run.take(link)) {
                break;
            }
        }
        return new Result(run.steps, run.passages);
    }

    /** Returns whether the policy blocked. */
    private boolean take(Link link) {
        if (link.policy() instanceof AskingPolicy) {
            add(link, State.SKIPPED, Verdict.Allow.CLEAN);
            return false;
        }
        try {
            Verdict verdict = link.enforced(link.policy().judge(now()));
            List<Edit> edits = verdict instanceof Verdict.Rewrite rewrite ? rewrite.edits() : List.of();
            List<Passage> edited = Edits.apply(passages, edits);
            add(link, State.JUDGED, verdict);
            passages = edited;
            history = history.then(edits);
            return verdict instanceof Verdict.Block;
        } catch (RuntimeException | StackOverflowError e) {
            Verdict verdict = link.failed();
            add(link, State.FAILED, verdict);
            return verdict instanceof Verdict.Block;
        }
    }

    private void add(Link link, State state, Verdict verdict) {
        steps.add(new Step(link.name(), state, link.isShadow(), verdict, history));
    }

    private Material now() {
        return new Material(
                material.direction(),
                material.about(),
                passages,
                material.asked(),
                material.finishReasons(),
                material.originals());
    }
}
