package dev.alize.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.domain.Capability;
import dev.alize.domain.Finding;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.policies.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures a policy that finds kinds of data, as it is shipped: on sentences with the places of what is in them
 * ({@code spans}), and on cases where a kind must, or must not, be found ({@code entity} and {@code valid}).
 */
public final class FindingEvaluation implements Evaluation {
    /** A kind with fewer occurrences has no bar. */
    private static final int ENOUGH = 25;

    private static final double F1 = 0.95;
    private static final double CASES = 0.98;

    private final String subject;
    private final Policy policy;
    private final Set<String> kinds = new HashSet<>();

    /** @param policy as it judges requests by its defaults */
    public FindingEvaluation(String subject, Policy policy) {
        this.subject = subject;
        this.policy = policy;
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public List<Score> run(Data data) {
        Map<String, Confusion> spans = new TreeMap<>();
        Map<String, int[]> cases = new TreeMap<>();
        for (Row row : data.of(subject)) {
            if (row.fields().path("spans").isArray()) {
                sentence(row, spans);
            } else if (row.fields().has("entity")) {
                entity(row, cases);
            }
        }
        List<Score> scores = new ArrayList<>();
        spans.forEach((kind, counts) -> scores.add(score(
                "spans " + kind, "f1", counts.f1(), counts.positives(), bar(kind, counts.positives() >= ENOUGH, F1))));
        cases.forEach((kind, counts) -> scores.add(
                score("cases " + kind, "accuracy", (double) counts[0] / counts[1], counts[1], bar(kind, true, CASES))));
        return scores;
    }

    /** Only what the policy finds at all is held against a bar. */
    private @Nullable Double bar(String kind, boolean enough, double bar) {
        return enough && kinds.contains(kind) ? bar : null;
    }

    /** A span is found where a finding of its kind overlaps it; a finding that overlaps none of its kind is a false one. */
    private void sentence(Row row, Map<String, Confusion> counts) {
        List<Finding> found = new ArrayList<>(found(row.text()));
        for (JsonNode span : row.fields().path("spans")) {
            String kind = span.path("type").asText();
            int start = row.text().offsetByCodePoints(0, span.path("start").asInt());
            int end = row.text().offsetByCodePoints(0, span.path("end").asInt());
            boolean hit = found.removeIf(
                    finding -> finding.kind().equals(kind) && finding.start() < end && finding.end() > start);
            counts(counts, kind).add(true, hit);
        }
        found.forEach(finding -> counts(counts, finding.kind()).add(false, true));
    }

    private static Confusion counts(Map<String, Confusion> counts, String kind) {
        return counts.computeIfAbsent(kind, key -> new Confusion());
    }

    private void entity(Row row, Map<String, int[]> cases) {
        String kind = row.field("entity");
        long count = found(row.text()).stream()
                .filter(finding -> finding.kind().equals(kind))
                .count();
        boolean right = row.fields().path("valid").asBoolean()
                ? count >= Math.max(1, row.fields().path("expected_count").asInt())
                : count == 0;
        int[] counts = cases.computeIfAbsent(kind, key -> new int[2]);
        counts[0] += right ? 1 : 0;
        counts[1]++;
    }

    private List<Finding> found(String text) {
        About about = new About(new Identity("evaluation", "row", 0), null, null, Set.of(Capability.CHAT), false);
        List<Finding> found = policy.judge(Material.ofRequest(about, List.of(new Passage(Origin.USER, 0, text))))
                .evidence()
                .found();
        found.forEach(finding -> kinds.add(finding.kind()));
        return found;
    }

    private Score score(String source, String metric, double value, int n, @Nullable Double bar) {
        return new Score(subject, "shipped", source, "all", metric, value, n, bar);
    }
}
