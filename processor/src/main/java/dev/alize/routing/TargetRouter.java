package dev.alize.routing;

import dev.alize.domain.Demand;
import dev.alize.domain.Route;
import dev.alize.domain.Router;
import dev.alize.domain.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Routes by model, capability, window and strategy, past targets that take no calls. Thread-safe; nothing blocks. */
public final class TargetRouter implements Router {
    private final Surroundings around;
    private final Changes changes;
    private volatile TargetTable table;
    private volatile Mitigations mitigations = Mitigations.NONE;

    public TargetRouter(RoutingRules rules, Surroundings around) {
        this.around = around;
        changes = new Changes(around.timer());
        SequencedMap<String, Gate> gates = new LinkedHashMap<>();
        for (RoutedTarget target : rules.targets()) {
            gates.put(target.id(), new Gate(target, rules, around, changes, this::keyRefused));
        }
        table = new TargetTable(rules, gates, around);
    }

    /** Takes over a changed configuration. A target whose id stays keeps its state, except that its key is tried again. */
    public synchronized void follow(RoutingRules rules) {
        SequencedMap<String, Gate> gates = new LinkedHashMap<>();
        for (RoutedTarget target : rules.targets()) {
            Gate known = table.gate(target.id());
            if (known == null) {
                Gate added = new Gate(target, rules, around, changes, this::keyRefused);
                added.follow(mitigations);
                gates.put(target.id(), added);
            } else {
                known.follow(target, rules);
                gates.put(target.id(), known);
            }
        }
        table.gates().stream().filter(gate -> !gates.containsKey(gate.id())).forEach(Gate::dropped);
        table = new TargetTable(rules, gates, around);
        changes.rose();
    }

    /** Puts the operator's mitigations in force. */
    public synchronized void follow(Mitigations newer) {
        mitigations = newer;
        table.gates().forEach(gate -> gate.follow(newer));
        changes.rose();
    }

    /** Looks for targets that take calls and answer none, and says so; to be called every few seconds. */
    public void listen() {
        long now = around.nanoTime().getAsLong();
        table.gates().forEach(gate -> gate.listen(now));
    }

    /** Every target as it is now, in configured order. */
    public List<TargetState> states() {
        return table.gates().stream().map(Gate::state).toList();
    }

    List<Gate> gates() {
        return table.gates();
    }

    @Nullable
    Gate gate(String id) {
        return table.gate(id);
    }

    @Override
    public Routing route(Demand demand) {
        TargetTable now = table;
        List<Gate> candidates = now.serving(demand.model());
        if (candidates == null) {
            return ModelNames.unknown(String.valueOf(demand.model()), now.modelNames());
        }
        List<Gate> capable = Fitness.capable(candidates, demand);
        if (capable.isEmpty()) {
            return Fitness.noneCapable(candidates, demand);
        }
        List<Gate> fit = Fitness.largeEnough(capable, demand);
        if (fit.isEmpty()) {
            return Fitness.noneLargeEnough(capable, demand);
        }
        return new Routing.Along(route(now.preference().order(fit)));
    }

    private static Route route(List<Gate> gates) {
        List<String> ids = new ArrayList<>(gates.size());
        for (Gate gate : gates) {
            ids.add(gate.id());
        }
        return new Route(ids);
    }

    @Override
    public Admission admit(Route route, Demand demand, long nowNanos) {
        long earliest = Long.MAX_VALUE;
        for (Gate gate : avoidedLast(present(route, demand), demand)) {
            if (!gate.takesCalls() && nowNanos - gate.opensAtNanos() >= 0) {
                gate.awaken(nowNanos);
            }
            if (!gate.takesCalls()) {
                earliest = Math.min(earliest, gate.opensAtNanos());
                continue;
            }
            switch (gate.admit(demand, nowNanos)) {
                case Gate.Entry.Begun begun -> {
                    return new Admission.Now(begun.pass());
                }
                case Gate.Entry.Wait wait -> {
                    return new Admission.Later(Math.min(earliest, wait.atNanos()));
                }
                case Gate.Entry.Spent spent -> earliest = Math.min(earliest, spent.atNanos());
            }
        }
        return new Admission.Later(earliest);
    }

    /** The route's targets that are still configured; a new route where none is. */
    private List<Gate> present(Route route, Demand demand) {
        TargetTable now = table;
        List<Gate> gates = now.along(route.targets());
        return gates.isEmpty() && route(demand) instanceof Routing.Along along
                ? now.along(along.route().targets())
                : gates;
    }

    /** What the operator wants avoided gets calls only where no other target of the route takes them. */
    private List<Gate> avoidedLast(List<Gate> gates, Demand demand) {
        Mitigations now = mitigations;
        if (!now.forceFallback() && now.avoided().isEmpty()) {
            return gates;
        }
        Gate first = now.forceFallback() ? first(demand) : null;
        List<Gate> ordered = new ArrayList<>(gates.size());
        List<Gate> last = new ArrayList<>();
        for (Gate gate : gates) {
            (gate == first || now.avoided().contains(gate.id()) ? last : ordered).add(gate);
        }
        ordered.addAll(last);
        return ordered;
    }

    /** The target that such requests go to first by the configuration. */
    private @Nullable Gate first(Demand demand) {
        List<Gate> candidates = table.serving(demand.model());
        if (candidates == null) {
            return null;
        }
        List<Gate> fit = Fitness.largeEnough(Fitness.capable(candidates, demand), demand);
        return fit.isEmpty() ? null : fit.getFirst();
    }

    @Override
    public Next next(Failed failed) {
        TargetTable now = table;
        NextStep step = new NextStep(
                now.rules().retry(), new Known(now, around.nanoTime().getAsLong()));
        return step.after(failed, around.random().getAsDouble());
    }

    private record Known(TargetTable table, long nowNanos) implements NextStep.Targets {
        @Override
        public boolean takesCalls(String id) {
            Gate gate = table.gate(id);
            return gate != null && gate.takesCalls();
        }

        @Override
        public boolean answeredLately(String id) {
            Gate gate = table.gate(id);
            return gate != null && gate.experience().answeredLately(nowNanos);
        }

        @Override
        public @Nullable RoutedTarget target(String id) {
            Gate gate = table.gate(id);
            return gate == null ? null : gate.routed();
        }
    }

    @Override
    public boolean takesCalls(String target) {
        Gate gate = table.gate(target);
        return gate != null && gate.takesCalls();
    }

    @Override
    public boolean takeRetry(String target) {
        Gate gate = table.gate(target);
        return gate == null || gate.takeRetry(around.nanoTime().getAsLong()); // one that is gone: routed anew
    }

    @Override
    public long waitMs(Route route, int ahead) {
        long nowNanos = around.nanoTime().getAsLong();
        for (Gate gate : table.along(route.targets())) {
            long waitMs = gate.takesCalls() ? gate.waitMs(ahead, nowNanos) : Long.MAX_VALUE;
            if (waitMs < Long.MAX_VALUE) {
                return waitMs;
            }
        }
        return Long.MAX_VALUE;
    }

    @Override
    public Optional<Target> target(String id) {
        return Optional.ofNullable(table.gate(id)).map(gate -> gate.routed().target());
    }

    @Override
    public long changes() {
        return changes.count();
    }

    @Override
    public void onChange(Runnable listener) {
        changes.listen(listener);
    }

    /** A key is refused by a host, not by a model: the other targets there would be refused as well. */
    private void keyRefused(Target refused, int key) {
        for (Gate gate : table.gates()) {
            if (gate.routed().target().baseUrl().equals(refused.baseUrl())) {
                gate.keyRefused(key);
            }
        }
    }
}
