package dev.alize.routing;

import dev.alize.domain.Capability;
import dev.alize.domain.Demand;
import dev.alize.domain.Dialect;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Router.Routing.Nowhere;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which targets can serve a request, and what to say where none can. Pure. */
final class Fitness {
    /** What special models are for: where one target states it, a target that states nothing is not meant. */
    private static final Set<Capability> SPECIAL = Set.copyOf(EnumSet.of(Capability.CODE, Capability.VISION));

    private Fitness() {}

    /** In the same order; empty where none can. */
    static List<Gate> capable(List<Gate> candidates, Demand demand) {
        if (demand.needs().isEmpty()) {
            return candidates;
        }
        boolean stated = asksForSpecial(demand) && isSpecialStated(candidates, demand);
        List<Gate> capable = new ArrayList<>(candidates.size());
        for (Gate gate : candidates) {
            Set<Capability> can = gate.routed().capabilities();
            if (speaksOf(gate, demand) && (can.isEmpty() ? !stated : can.containsAll(demand.needs()))) {
                capable.add(gate);
            }
        }
        return capable;
    }

    /** Only Mistral's dialect has an endpoint that completes code between a prefix and a suffix. */
    private static boolean speaksOf(Gate gate, Demand demand) {
        return gate.routed().target().dialect() == Dialect.MISTRAL
                || !demand.needs().contains(Capability.CODE);
    }

    private static boolean asksForSpecial(Demand demand) {
        return demand.needs().contains(Capability.CODE) || demand.needs().contains(Capability.VISION);
    }

    private static boolean isSpecialStated(List<Gate> candidates, Demand demand) {
        for (Gate gate : candidates) {
            for (Capability special : SPECIAL) {
                if (demand.needs().contains(special)
                        && speaksOf(gate, demand)
                        && gate.routed().capabilities().contains(special)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Those whose window holds the prompt and the completion; empty where none does. */
    static List<Gate> largeEnough(List<Gate> candidates, Demand demand) {
        long tokens = tokens(demand);
        for (Gate gate : candidates) {
            if (!holds(gate, tokens)) {
                return candidates.stream().filter(each -> holds(each, tokens)).toList();
            }
        }
        return candidates;
    }

    private static boolean holds(Gate gate, long tokens) {
        Long most = gate.routed().maxContextTokens();
        return most == null || tokens <= most;
    }

    private static long tokens(Demand demand) {
        long completion = demand.maxTokens() == null ? 0 : demand.maxTokens();
        long both = demand.promptTokens() + completion;
        return both < 0 ? Long.MAX_VALUE : both;
    }

    static Nowhere noneCapable(List<Gate> candidates, Demand demand) {
        String what = words(demand.needs(), " and ");
        String targets = candidates.stream()
                .map(gate -> "target " + gate.id() + ": " + can(gate, demand))
                .collect(Collectors.joining("; "));
        return new Nowhere(FailureKind.NO_CAPABLE_TARGET, "the request needs " + what + "; " + targets);
    }

    private static String can(Gate gate, Demand demand) {
        Set<Capability> stated = gate.routed().capabilities();
        if (!speaksOf(gate, demand)) {
            return "completes no code in OpenAI's dialect";
        }
        return stated.isEmpty() ? "states nothing" : words(stated, ", ");
    }

    static Nowhere noneLargeEnough(List<Gate> candidates, Demand demand) {
        Gate largest = candidates.getFirst();
        for (Gate gate : candidates) {
            largest = limit(gate) > limit(largest) ? gate : largest;
        }
        String completion = demand.maxTokens() == null
                ? "the completion is not bounded by max_tokens"
                : "max_tokens asks for " + demand.maxTokens();
        return new Nowhere(
                FailureKind.CONTEXT_LENGTH_EXCEEDED,
                String.format(
                        Locale.ROOT,
                        "the prompt has about %d tokens and %s; the largest limit is %d tokens (target %s)",
                        demand.promptTokens(),
                        completion,
                        limit(largest),
                        largest.id()));
    }

    private static long limit(Gate gate) {
        Long most = gate.routed().maxContextTokens();
        return most == null ? Long.MAX_VALUE : most;
    }

    private static String words(Set<Capability> capabilities, String between) {
        return capabilities.stream().sorted().map(Capability::code).collect(Collectors.joining(between));
    }
}
