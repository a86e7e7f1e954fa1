package dev.alize.policies.dlp;

import dev.alize.domain.Edit;
import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.Policy;
import dev.alize.policies.StreamGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for the operator's patterns and words in every text of a request or an answer, whoever speaks. Immutable. */
public final class DlpFilter implements Policy {
    public static final String REASON = "dlp";

    private final Rules rules;
    private final Action action;

    public DlpFilter(DlpFilterSettings settings) {
        this.rules = Rules.of(settings);
        this.action = settings.conduct().action();
    }

    @Override
    public String name() {
        return DlpFilterSettings.NAME;
    }

    @Override
    public Verdict judge(Material material) {
        List<Finding> found = new ArrayList<>();
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < material.passages().size(); i++) {
            int passage = i;
            Reading reading = new Reading(rules, (rule, start, end, quoted) -> {
                found.add(new Finding(rules.names().get(rule), passage, start, end));
                edits.add(new Edit(passage, start, end, rules.replacement(rule, quoted)));
            });
            reading.read(material.passages().get(i).text(), true);
        }
        return verdict(action, found, edits);
    }

    @Override
    public Optional<StreamGuard> guard(Material answer) {
        return Optional.of(new DlpGuard(rules, action));
    }

    static Verdict verdict(Action action, List<Finding> found, List<Edit> edits) {
        if (found.isEmpty()) {
            return Verdict.Allow.CLEAN;
        }
        Evidence evidence = new Evidence(null, found);
        return switch (action) {
            case BLOCK -> new Verdict.Block(REASON, evidence);
            case REDACT -> new Verdict.Rewrite(REASON, edits, Map.of(), evidence);
            case FLAG, SHADOW, RETRY, FALLBACK, HOLD, DOWNGRADE -> new Verdict.Flag(REASON, evidence);
        };
    }
}
