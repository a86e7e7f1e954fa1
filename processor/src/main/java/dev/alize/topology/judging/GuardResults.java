package dev.alize.topology.judging;

import dev.alize.domain.Direction;
import dev.alize.domain.Verdict;
import dev.alize.policies.Link;
import dev.alize.schemas.PolicyResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the guards of the texts of one answer say together: the gravest verdict, the highest score, all that was found. */
final class GuardResults {
    private static final List<String> GRAVITY = List.of("allow", "flag", "rewrite", "block");

    private final Map<String, PolicyResult> results = new LinkedHashMap<>();

    void add(Link link, Verdict verdict) {
        PolicyResult result = Verdicts.result(link, Direction.RESPONSE, verdict);
        results.merge(link.name(), result, GuardResults::both);
    }

    private static PolicyResult both(PolicyResult one, PolicyResult other) {
        boolean graver = GRAVITY.indexOf(other.getVerdict()) > GRAVITY.indexOf(one.getVerdict());
        PolicyResult worst = graver ? other : one;
        Map<String, Integer> found = new HashMap<>(one.getFound());
        other.getFound().forEach((kind, count) -> found.merge(kind, count, Integer::sum));
        worst.setFound(found);
        worst.setScore(higher(one.getScore(), other.getScore()));
        return worst;
    }

    private static @Nullable Double higher(@Nullable Double one, @Nullable Double other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }

    /** Of the parts that came as a stream, and of those that were judged as a whole. */
    static List<PolicyResult> merged(GuardResults streamed, GuardResults whole) {
        whole.results.forEach((name, result) -> streamed.results.merge(name, result, GuardResults::both));
        return new ArrayList<>(streamed.results.values());
    }
}
