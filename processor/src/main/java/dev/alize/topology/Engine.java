package dev.alize.topology;

import dev.alize.calls.CommitHooks;
import dev.alize.calls.Intake;
import dev.alize.calls.OpenCalls;
import dev.alize.calls.QuickestAnswer;
import dev.alize.calls.Slots;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Provider;
import dev.alize.domain.Target;
import dev.alize.schemas.Delta;
import java.util.List;

/** What all tasks of the process share. Thread-safe. */
public final class Engine {
    /**
     * The parts of a process that stay the same for its life.
     *
     * @param process a random number that tells this start of the process from all others; not 0
     */
    public record Parts(
            Codec codec,
            Provider provider,
            OpenCalls<List<Delta>, Settled> calls,
            Slots slots,
            Intake intake,
            CommitHooks hooks,
            QuickestAnswer quickest,
            EngineObserver observer,
            long process) {}

    /**
     * What a new configuration can change while the process runs.
     *
     * @param target where every request goes; routing between several comes with its own stage
     */
    public record Rules(EngineSettings settings, Target target) {}

    private final Parts parts;
    private volatile Rules rules;

    public Engine(Parts parts, Rules rules) {
        this.parts = parts;
        this.rules = rules;
    }

    /** From now on; calls that are open end as they were begun. */
    public void follow(Rules newRules) {
        rules = newRules;
    }

    EngineSettings settings() {
        return rules.settings();
    }

    Target target() {
        return rules.target();
    }

    long process() {
        return parts.process();
    }

    Codec codec() {
        return parts.codec();
    }

    Provider provider() {
        return parts.provider();
    }

    OpenCalls<List<Delta>, Settled> calls() {
        return parts.calls();
    }

    Slots slots() {
        return parts.slots();
    }

    Intake intake() {
        return parts.intake();
    }

    CommitHooks hooks() {
        return parts.hooks();
    }

    QuickestAnswer quickest() {
        return parts.quickest();
    }

    EngineObserver observer() {
        return parts.observer();
    }
}
