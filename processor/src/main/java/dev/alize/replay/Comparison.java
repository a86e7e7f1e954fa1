package dev.alize.replay;

import dev.alize.domain.Pricing;
import dev.alize.gateway.Rehearsal.Judged;
import dev.alize.replay.Change.Kind;
import dev.alize.schemas.PolicyResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares what happened to a request with what would.
 *
 * @param notJudged policies that are left out on both sides
 * @param fixedOrder whether the new strategy always prefers targets in the same order; where it does not, a route has
 *     changed only if the target that was called is no longer part of it
 * @param prices by id of the target
 */
record Comparison(Set<String> notJudged, boolean fixedOrder, Function<String, Optional<Pricing>> prices) {
    private static final String BLOCK = "block";
    private static final String REWRITE = "rewrite";
    private static final String NONE = "none";
    private static final double NANO = 1e9;

    /** @param route the target that the configuration as it was prefers; null to compare with the one that was called */
    Change of(Life life, Judged judged, @Nullable String route) {
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        List<Change.Policy> policies = policies(life, judged, kinds);
        PolicyResult before = block(life.verdicts());
        PolicyResult after = block(judged.verdicts());
        boolean unknown = before != null && notJudged.contains(before.getPolicy());
        compareBlocks(before, after, unknown, kinds);
        String called = route == null ? life.firstTarget() : route;
        boolean goesOn = after == null && !unknown;
        if (goesOn && judged.route().isEmpty()) {
            kinds.add(Kind.NO_TARGET);
        } else if (goesOn && before == null && called != null && isElsewhere(called, judged.route())) {
            kinds.add(Kind.ROUTE);
        }
        String target = goesOn && !judged.route().isEmpty() ? judged.route().getFirst() : null;
        if (target != null && called != null && !kinds.contains(Kind.ROUTE)) {
            target = called;
        }
        Long cost = unknown ? Long.valueOf(life.nanoUsd()) : cost(life, target, before != null);
        return new Change(kinds, policies, called, target, life.nanoUsd(), cost == null ? 0 : cost, cost != null);
    }

    private boolean isElsewhere(String called, List<String> route) {
        return fixedOrder ? !route.getFirst().equals(called) : !route.contains(called);
    }

    private static void compareBlocks(
            @Nullable PolicyResult before, @Nullable PolicyResult after, boolean unknown, Set<Kind> kinds) {
        if (before == null && after != null) {
            kinds.add(Kind.NEWLY_BLOCKED);
        } else if (before != null && after == null && !unknown) {
            kinds.add(Kind.NO_LONGER_BLOCKED);
        } else if (before != null && after != null && !isSameBlock(before, after)) {
            kinds.add(Kind.BLOCKED_OTHERWISE);
        }
    }

    private static boolean isSameBlock(PolicyResult before, PolicyResult after) {
        return before.getPolicy().equals(after.getPolicy()) && Objects.equals(before.getReason(), after.getReason());
    }

    private List<Change.Policy> policies(Life life, Judged judged, Set<Kind> kinds) {
        Set<String> names = new LinkedHashSet<>();
        life.verdicts().forEach(result -> names.add(result.getPolicy()));
        judged.verdicts().forEach(result -> names.add(result.getPolicy()));
        names.removeAll(notJudged);
        List<Change.Policy> changed = new ArrayList<>();
        for (String name : names) {
            PolicyResult before = find(life.verdicts(), name);
            PolicyResult after = find(judged.verdicts(), name);
            Kind kind = kind(before, after);
            if (kind != null) {
                changed.add(new Change.Policy(name, word(before), word(after)));
                kinds.add(kind);
            }
        }
        return changed;
    }

    /** Null where both say the same. That a policy allows what it did not judge before is no change. */
    private static @Nullable Kind kind(@Nullable PolicyResult before, @Nullable PolicyResult after) {
        boolean rewrites = word(before).equals(REWRITE) || word(after).equals(REWRITE);
        if (!means(before).equals(means(after))) {
            return rewrites ? Kind.REDACTION : Kind.VERDICT;
        }
        boolean same = before == null
                || after == null
                || !rewrites
                || before.getFound().equals(after.getFound());
        return same ? null : Kind.REDACTION;
    }

    private static String means(@Nullable PolicyResult result) {
        String word = word(result);
        return word.equals(NONE) ? "allow" : word;
    }

    private static String word(@Nullable PolicyResult result) {
        return result == null ? NONE : result.getVerdict();
    }

    private static @Nullable PolicyResult find(List<PolicyResult> results, String name) {
        return results.stream()
                .filter(result -> result.getPolicy().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable PolicyResult block(List<PolicyResult> results) {
        return results.stream()
                .filter(result -> result.getVerdict().equals(BLOCK) && !result.getShadow())
                .findFirst()
                .orElse(null);
    }

    /** Null where nobody can tell: what was never called has no tokens. */
    private @Nullable Long cost(Life life, @Nullable String target, boolean wasBlocked) {
        if (target == null) {
            return 0L;
        }
        if (wasBlocked) {
            return null;
        }
        boolean moved = !target.equals(life.firstTarget());
        long nano = 0;
        for (Life.Used used : life.used()) {
            String at = moved || prices.apply(used.target()).isEmpty() ? target : used.target();
            Optional<Pricing> price = prices.apply(at);
            if (price.isEmpty()) {
                return null;
            }
            nano += Math.round(
                    price.get().at(used.at()).of(used.promptTokens(), used.cachedTokens(), used.completionTokens())
                            * NANO);
        }
        return nano;
    }
}
