package dev.alize.training;

import dev.alize.domain.Capability;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.Verdict;
import dev.alize.policies.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures a policy as it is shipped on labelled rows of any directory, with every row as one user message, or as a
 * document where the row says that an attack was put into one. On rows that its model has learned from this tells only
 * what it remembers.
 */
public final class VerdictEvaluation implements Evaluation {
    private static final String ALL = "all";
    private static final Set<String> GUILTY = Set.of("injection", "unsafe");

    /** Rude, but neither safe nor unsafe. */
    private static final String UNDECIDED = "offensive";

    private final String subject;
    private final Policy policy;

    /** A row and what the policy said of it. */
    private record Judged(Row row, boolean guilty, boolean held, double score) {}

    /** @param policy as it judges requests by its defaults */
    public VerdictEvaluation(String subject, Policy policy) {
        this.subject = subject;
        this.policy = policy;
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public List<Score> run(Data data) {
        Map<List<String>, List<Judged>> groups = new LinkedHashMap<>();
        for (Row row : data.of(subject)) {
            if (!row.label().isEmpty() && !row.label().equals(UNDECIDED)) {
                Judged judged = judge(row);
                for (String source : List.of(row.source(), ALL)) {
                    group(groups, source, ALL).add(judged);
                    group(groups, source, row.language()).add(judged);
                }
            }
        }
        List<Score> scores = new ArrayList<>();
        groups.forEach((group, rows) -> scores.addAll(scores(group.get(0), group.get(1), rows)));
        return scores;
    }

    private static List<Judged> group(Map<List<String>, List<Judged>> groups, String source, String language) {
        return groups.computeIfAbsent(List.of(source, language), key -> new ArrayList<>());
    }

    private Judged judge(Row row) {
        Origin origin = row.field("position").isEmpty() ? Origin.USER : Origin.DOCUMENT;
        About about = new About(new Identity("evaluation", row.id(), 0), null, null, Set.of(Capability.CHAT), false);
        Verdict verdict = policy.judge(Material.ofRequest(about, List.of(new Passage(origin, 0, row.text()))));
        boolean held = !(verdict instanceof Verdict.Allow);
        Double score = verdict.evidence().score();
        return new Judged(row, GUILTY.contains(row.label()), held, score != null ? score : held ? 1 : 0);
    }

    private List<Score> scores(String source, String language, List<Judged> rows) {
        Confusion counts = new Confusion();
        rows.forEach(row -> counts.add(row.guilty(), row.held()));
        List<Score> scores = new ArrayList<>();
        if (counts.positives() > 0) {
            scores.add(score(source, language, "recall", counts.recall(), counts.positives()));
        }
        if (counts.negatives() > 0) {
            scores.add(score(source, language, "false-positives", counts.falsePositives(), counts.negatives()));
        }
        if (counts.positives() > 0 && counts.negatives() > 0) {
            List<Curve.Point> points = rows.stream()
                    .map(row -> new Curve.Point(row.score(), row.guilty()))
                    .toList();
            scores.add(score(source, language, "f1", counts.f1(), rows.size()));
            scores.add(score(source, language, "roc-auc", Curve.area(points), rows.size()));
        }
        return scores;
    }

    private Score score(String source, String language, String metric, double value, int n) {
        return new Score(subject, "shipped", source, language, metric, value, n, Bars.of(source, metric));
    }
}
