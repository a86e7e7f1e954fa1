package dev.alize.topology;

import dev.alize.audit.TrailKeys;
import dev.alize.cache.AnswerCache;
import dev.alize.calls.CommitHooks;
import dev.alize.calls.Intake;
import dev.alize.calls.OpenCalls;
import dev.alize.calls.QuickestAnswer;
import dev.alize.calls.Slots;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Ownership;
import dev.alize.domain.Provider;
import dev.alize.domain.Router;
import dev.alize.domain.Target;
import dev.alize.schemas.Delta;
import dev.alize.schemas.OpenRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            Router router,
            Ownership ownership,
            AnswerCache cache,
            TrailKeys trail,
            long process) {}

    private final Parts parts;
    private volatile EngineSettings settings;

    public Engine(Parts parts, EngineSettings settings) {
        this.parts = parts;
        this.settings = settings;
    }

    /** From now on; calls that are open end as they were begun. */
    public void follow(EngineSettings newSettings) {
        settings = newSettings;
    }

    EngineSettings settings() {
        return settings;
    }

    Router router() {
        return parts.router();
    }

    Ownership ownership() {
        return parts.ownership();
    }

    TrailKeys trail() {
        return parts.trail();
    }

    AnswerCache cache() {
        return parts.cache();
    }

    /** The target of the request's last attempt; null where the configuration no longer has it. */
    @Nullable
    Target targetOf(OpenRequest open) {
        String id = open.getTarget();
        return id == null ? null : parts.router().target(id).orElse(null);
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
