package dev.alize.policies.language;

import dev.alize.domain.Capability;
import dev.alize.domain.Direction;
import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.Verdict;
import dev.alize.policies.Policy;
import dev.alize.policies.text.Languages;
import dev.alize.policies.text.Languages.Guess;
import dev.alize.policies.text.Prose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Judges what the user wrote, or what the model answered. Completions of code are not judged at all. Immutable; the
 * detector is loaded when the policy is made, so that no request waits for it.
 */
public final class LanguageValidator implements Policy {
    public static final String REASON = "language_not_allowed";

    /** Only the newest messages of a long conversation: the older ones were judged when they came. */
    private static final int NEWEST = 8;

    private final LanguageValidatorSettings settings;
    private final Languages languages = Languages.shared();

    public LanguageValidator(LanguageValidatorSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return LanguageValidatorSettings.NAME;
    }

    @Override
    public Verdict judge(Material material) {
        if (material.about().needs().contains(Capability.CODE)) {
            return Verdict.Allow.CLEAN;
        }
        List<Finding> found = new ArrayList<>();
        double score = 0;
        for (int index : judged(material)) {
            String text = material.passages().get(index).text();
            Optional<Guess> other = other(text);
            if (other.isPresent()) {
                found.add(new Finding(other.get().language(), index, 0, text.length()));
                score = Math.max(score, other.get().confidence());
            }
        }
        return found.isEmpty() ? Verdict.Allow.CLEAN : verdict(new Evidence(score, found));
    }

    /** Indexes of the passages, in their order. */
    private static List<Integer> judged(Material material) {
        Origin origin = material.direction() == Direction.REQUEST ? Origin.USER : Origin.ASSISTANT;
        List<Passage> passages = material.passages();
        List<Integer> judged = new ArrayList<>();
        for (int i = passages.size() - 1; i >= 0 && judged.size() < NEWEST; i--) {
            if (passages.get(i).origin() == origin) {
                judged.add(i);
            }
        }
        Collections.reverse(judged);
        return judged;
    }

    private Optional<Guess> other(String text) {
        String prose = Prose.of(text);
        return prose.length() < settings.minLength()
                ? Optional.empty()
                : languages
                        .guess(prose)
                        .filter(guess -> guess.confidence() >= settings.minConfidence())
                        .filter(guess -> !settings.allowed().contains(guess.language()));
    }

    private Verdict verdict(Evidence evidence) {
        return switch (settings.conduct().action()) {
            case BLOCK -> new Verdict.Block(REASON, evidence);
            case FLAG, SHADOW, REDACT, RETRY, FALLBACK, HOLD, DOWNGRADE -> new Verdict.Flag(REASON, evidence);
        };
    }
}
