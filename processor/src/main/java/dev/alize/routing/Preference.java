package dev.alize.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Puts the targets that can serve a request into the order of the strategy. Thread-safe. */
final class Preference {
    /** Share of requests that go to another than the fastest target, to see whether it has become faster. */
    private static final double EXPLORED = 0.05;

    /** A target of unknown latency gets one call in so many nanoseconds. */
    private static final long EXPLORE_NANOS = 1_000_000_000L;

    private final RoutingRules rules;
    private final Surroundings around;
    private final Map<List<Gate>, Turns> turns = new ConcurrentHashMap<>();

    Preference(RoutingRules rules, Surroundings around) {
        this.rules = rules;
        this.around = around;
    }

    /** @param fit at least one, in configured order */
    List<Gate> order(List<Gate> fit) {
        return switch (rules.strategy()) {
            case SINGLE -> fit.subList(0, 1);
            case FALLBACK -> fit;
            case LATENCY -> fit.size() == 1 ? fit : byLatency(fit);
            case WEIGHTED_ROUND_ROBIN ->
                fit.size() == 1
                        ? fit
                        : firstIs(turns.computeIfAbsent(fit, Turns::new).next(), fit);
        };
    }

    private List<Gate> byLatency(List<Gate> fit) {
        long since = around.nanoTime().getAsLong() - EXPLORE_NANOS;
        for (Gate gate : fit) {
            if (Double.isNaN(gate.experience().latencyMs())
                    && gate.takesCalls()
                    && !gate.experience().begunSince(since)) {
                return firstIs(gate, fit);
            }
        }
        List<Gate> ordered = new ArrayList<>(fit);
        // An unknown latency is not a number, which sorts behind every number.
        ordered.sort(Comparator.comparingDouble(gate -> gate.experience().latencyMs()));
        if (around.random().getAsDouble() < EXPLORED) {
            int other = 1 + (int) (around.random().getAsDouble() * (ordered.size() - 1));
            return firstIs(ordered.get(other), ordered);
        }
        return ordered;
    }

    private static List<Gate> firstIs(Gate first, List<Gate> gates) {
        if (gates.getFirst() == first) {
            return gates;
        }
        List<Gate> ordered = new ArrayList<>(gates.size());
        ordered.add(first);
        for (Gate gate : gates) {
            if (gate != first) {
                ordered.add(gate);
            }
        }
        return ordered;
    }

    /**
     * Smooth weighted round robin as in nginx: each turn every target gains its weight, the richest is chosen and pays
     * the sum. Targets that take no calls are left out as long as another one does.
     */
    private static final class Turns {
        private final List<Gate> gates;
        private final double[] credit;

        Turns(List<Gate> gates) {
            this.gates = List.copyOf(gates);
            credit = new double[gates.size()];
        }

        synchronized Gate next() {
            boolean someTake = false;
            for (Gate gate : gates) {
                someTake |= gate.takesCalls();
            }
            double sum = 0;
            int chosen = -1;
            for (int i = 0; i < credit.length; i++) {
                Gate gate = gates.get(i);
                if (!someTake || gate.takesCalls()) {
                    credit[i] += gate.routed().weight();
                    sum += gate.routed().weight();
                    chosen = chosen < 0 || credit[i] > credit[chosen] ? i : chosen;
                }
            }
            // Only a race with takesCalls leaves nobody; the first is as good as any.
            int winner = Math.max(0, chosen);
            credit[winner] -= sum;
            return gates.get(winner);
        }
    }
}
