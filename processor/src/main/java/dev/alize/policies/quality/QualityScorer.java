package dev.alize.policies.quality;

import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.domain.Verdict.Remedy;
import dev.alize.policies.Policy;
import dev.alize.policies.quality.Checks.Check;
import dev.alize.policies.text.Languages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Scores answers by assertions. The score is the weighted mean of all assertions that apply, over all choices: of a
 * choice that only calls tools just those that do not ask for its text. 1 is best. Immutable.
 */
public final class QualityScorer implements Policy {
    public static final String REASON = "low_quality";

    /** Sums of weights such as 0.1 are not exact. */
    private static final double ROUNDING = 1e-9;

    private final QualityScorerSettings settings;
    private final List<Weighed> assertions;

    private record Weighed(AssertionSettings settings, Check check) {}

    public QualityScorer(QualityScorerSettings settings) {
        this.settings = settings;
        this.assertions =
                settings.assertions().stream().map(QualityScorer::weighed).toList();
        if (settings.assertions().stream().anyMatch(assertion -> assertion.type() == AssertionType.LANGUAGE)) {
            Languages.shared();
        }
    }

    private static Weighed weighed(AssertionSettings assertion) {
        try {
            return new Weighed(assertion, Checks.of(assertion.type(), assertion.values()));
        } catch (UnusableValueException e) {
            throw new IllegalStateException("settings check their values", e);
        }
    }

    @Override
    public String name() {
        return QualityScorerSettings.NAME;
    }

    @Override
    public Verdict judge(Material material) {
        List<Finding> failed = new ArrayList<>();
        double sum = 0;
        double weights = 0;
        for (Choice choice : Choice.of(material)) {
            for (Weighed assertion : assertions) {
                if (choice.callsOnly() && assertion.settings().type().isAboutText()) {
                    continue;
                }
                double score = assertion.check().score(choice);
                sum += score * assertion.settings().weight();
                weights += assertion.settings().weight();
                if (score < 1) {
                    note(material, choice, assertion.settings().name(), failed);
                }
            }
        }
        if (weights == 0) {
            return Verdict.Allow.CLEAN;
        }
        double aggregate = Math.min(1, sum / weights);
        return aggregate + ROUNDING >= settings.minAggregate()
                ? new Verdict.Allow(new Evidence(aggregate, List.of()))
                : verdict(new Evidence(aggregate, inOrder(failed)));
    }

    private static void note(Material material, Choice choice, String name, List<Finding> failed) {
        for (int passage : choice.passages()) {
            int length = material.passages().get(passage).text().length();
            failed.add(new Finding(name, passage, 0, length));
        }
    }

    private static List<Finding> inOrder(List<Finding> failed) {
        return failed.stream().sorted(Comparator.comparingInt(Finding::passage)).toList();
    }

    private Verdict verdict(Evidence evidence) {
        return switch (settings.conduct().action()) {
            case BLOCK -> new Verdict.Block(REASON, evidence);
            case RETRY -> new Verdict.Block(REASON, Remedy.RETRY, evidence);
            case FALLBACK -> new Verdict.Block(REASON, Remedy.FALLBACK, evidence);
            case FLAG, SHADOW, REDACT, HOLD, DOWNGRADE -> new Verdict.Flag(REASON, evidence);
        };
    }
}
