package dev.alize.domain;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A router that does what the test says: at first every target takes every call, and no failure is tried again. */
public final class FakeRouter implements Router {
    /** A pass that knows how it was ended. */
    public final class FakePass implements Pass {
        private final Target target;
        public final List<String> endings = new ArrayList<>();

        private FakePass(Target target) {
            this.target = target;
        }

        @Override
        public Target target() {
            return target;
        }

        @Override
        public boolean isTrial() {
            return trials;
        }

        private void end(String how) {
            endings.add(how);
            open.remove(this);
        }

        @Override
        public void ended(Outcome outcome, OptionalLong tokens) {
            end("ended " + (tokens.isPresent() ? tokens.getAsLong() : "?"));
        }

        @Override
        public void cancelled() {
            end("cancelled");
        }

        @Override
        public void unused() {
            end("unused");
        }
    }

    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private long changes;

    /** Targets that take no calls. */
    public final Set<String> closed = new HashSet<>();

    /** Targets that have no quota now. */
    public final Set<String> outOfQuota = new HashSet<>();

    /** When to ask again for quota. */
    public long askAgainAt = Long.MAX_VALUE;

    /** Passes that nobody has ended. */
    public final Set<FakePass> open = new HashSet<>();

    public final List<FakePass> passes = new ArrayList<>();
    public final List<Failed> failures = new ArrayList<>();
    public Function<Failed, Next> next = failed -> new Next.GiveUp();

    public @Nullable Routing nowhere;
    public boolean trials;
    public int retries = Integer.MAX_VALUE;
    public long waitMs;

    /** With targets of these ids. */
    public static FakeRouter of(String... ids) {
        FakeRouter router = new FakeRouter();
        for (String id : ids) {
            router.targets.put(id, named(id, new Pricing(1.0, 2.0)));
        }
        return router;
    }

    /** From now on the target has these prices. */
    public void price(String id, Pricing pricing) {
        targets.put(id, named(id, pricing));
    }

    private static Target named(String id, Pricing pricing) {
        return new Target(
                id,
                "mistral",
                "mistral-large-latest",
                URI.create("http://localhost/v1"),
                null,
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                pricing);
    }

    /** Says that targets stopped or began to take calls. */
    public void change() {
        changes++;
        listeners.forEach(Runnable::run);
    }

    @Override
    public Routing route(Demand demand) {
        return nowhere != null ? nowhere : new Routing.Along(new Route(List.copyOf(targets.keySet())));
    }

    @Override
    public Admission admit(Route route, Demand demand, long nowNanos) {
        for (String id : route.targets()) {
            Target target = targets.get(id);
            if (target == null || closed.contains(id)) {
                continue;
            }
            if (outOfQuota.contains(id)) {
                return new Admission.Later(askAgainAt);
            }
            FakePass pass = new FakePass(target);
            passes.add(pass);
            open.add(pass);
            return new Admission.Now(pass);
        }
        return new Admission.Later(Long.MAX_VALUE);
    }

    @Override
    public Next next(Failed failed) {
        failures.add(failed);
        return next.apply(failed);
    }

    @Override
    public boolean takesCalls(String target) {
        return targets.containsKey(target) && !closed.contains(target);
    }

    @Override
    public boolean takeRetry(String target) {
        return retries-- > 0;
    }

    @Override
    public long waitMs(Route route, int ahead) {
        return outOfQuota.contains(route.first()) ? waitMs : 0;
    }

    @Override
    public Optional<Target> target(String id) {
        return Optional.ofNullable(targets.get(id));
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
