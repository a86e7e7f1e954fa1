package dev.alize.policies.safety;

import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.Policy;
import dev.alize.policies.StreamGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps unsafe content from models and callers. The score of its verdict is the highest of any passage and category, of
 * a verdict that allows too; whether that is too high depends on the category's threshold.
 */
public final class SafetyFilter implements Policy {
    /** The reason of its verdicts. */
    public static final String REASON = "unsafe_content";

    private final SafetyFilterSettings settings;
    private final SafetyScorer scorer;

    public SafetyFilter(SafetyFilterSettings settings) {
        this(settings, SafetyScorer.shipped());
    }

    SafetyFilter(SafetyFilterSettings settings, SafetyScorer scorer) {
        this.settings = settings;
        this.scorer = scorer;
    }

    @Override
    public String name() {
        return SafetyFilterSettings.NAME;
    }

    @Override
    public Verdict judge(Material material) {
        double highest = 0;
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < material.passages().size(); i++) {
            Passage passage = material.passages().get(i);
            if (isJudged(passage)) {
                SafetyScores scores = scorer.score(passage.text());
                highest = Math.max(highest, scores.highest());
                found.addAll(findings(scores, i));
            }
        }
        return verdict(new Evidence(highest, found));
    }

    /** Everything but what the application itself says. */
    private static boolean isJudged(Passage passage) {
        return switch (passage.origin()) {
            case SYSTEM -> false;
            case USER, ASSISTANT, THINKING, TOOL_CALL, TOOL_RESULT, DOCUMENT ->
                !passage.text().isEmpty();
        };
    }

    @Override
    public Optional<StreamGuard> guard(Material answer) {
        return Optional.of(new SafetyGuard(this));
    }

    /** Whether what is unsafe must not be published. */
    boolean blocks() {
        return settings.conduct().action() == Action.BLOCK;
    }

    SafetyScores score(String text) {
        return scorer.score(text);
    }

    /** The categories whose threshold is reached, and where. */
    List<Finding> findings(SafetyScores scores, int passage) {
        return scores.parts().stream()
                .filter(part -> part.score() > 0 && part.score() >= settings.threshold(part.category()))
                .map(part -> new Finding(part.category().code(), passage, part.start(), part.end()))
                .toList();
    }

    Verdict verdict(Evidence evidence) {
        if (evidence.found().isEmpty()) {
            return new Verdict.Allow(evidence);
        }
        return blocks() ? new Verdict.Block(REASON, evidence) : new Verdict.Flag(REASON, evidence);
    }
}
