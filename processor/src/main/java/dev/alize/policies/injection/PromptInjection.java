package dev.alize.policies.injection;

import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.Policy;
import dev.alize.policies.model.LinearModel;
import dev.alize.policies.model.ModelFile;
import dev.alize.policies.text.Normaliser;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges what users say, and what tools and documents bring along; the latter are not trusted, and instructions in them
 * weigh more. What the application and the model say is trusted. Immutable and thread-safe.
 */
public final class PromptInjection implements Policy {
    /** Reason of its verdicts. */
    public static final String REASON = "prompt_injection";

    private final PromptInjectionSettings settings;
    private final Detector detector;

    /** With the model that is shipped. */
    public PromptInjection(PromptInjectionSettings settings) {
        this(settings, model());
    }

    PromptInjection(PromptInjectionSettings settings, LinearModel model) {
        this.settings = settings;
        this.detector = new Detector(
                model,
                new Normaliser(settings.normalizeUnicode(), settings.detectHomoglyphs()),
                settings.decodeBase64());
    }

    /** The model that is shipped. */
    public static LinearModel model() {
        return Shipped.MODEL;
    }

    /** Read once, with the first policy. */
    private static final class Shipped {
        static final LinearModel MODEL = ModelFile.resource(PromptInjection.class, "model.gz");
    }

    @Override
    public String name() {
        return PromptInjectionSettings.NAME;
    }

    @Override
    public Verdict judge(Material material) {
        double highest = 0;
        List<Finding> found = new ArrayList<>();
        for (int index = 0; index < material.passages().size(); index++) {
            Passage passage = material.passages().get(index);
            if (isJudged(passage.origin())) {
                Assessment assessment = detector.assess(passage.text(), passage.origin() != Passage.Origin.USER);
                highest = Math.max(highest, assessment.score());
                if (assessment.score() >= settings.threshold()) {
                    for (Assessment.Part part : assessment.found()) {
                        found.add(new Finding(part.kind(), index, part.start(), part.end()));
                    }
                }
            }
        }
        return verdict(new Evidence(highest, found), highest >= settings.threshold());
    }

    private Verdict verdict(Evidence evidence, boolean injection) {
        if (!injection) {
            return new Verdict.Allow(evidence);
        }
        return settings.conduct().action() == Action.BLOCK
                ? new Verdict.Block(REASON, evidence)
                : new Verdict.Flag(REASON, evidence);
    }

    private static boolean isJudged(Passage.Origin origin) {
        return switch (origin) {
            case USER, TOOL_RESULT, DOCUMENT -> true;
            case SYSTEM, ASSISTANT, THINKING, TOOL_CALL -> false;
        };
    }
}
