package dev.alize.gateway;

import dev.alize.domain.Demand;
import dev.alize.domain.Outcome;
import dev.alize.domain.Pass;
import dev.alize.domain.Route;
import dev.alize.domain.Router;
import dev.alize.domain.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Routes everything to one target. */
record FirstTarget(Target only) implements Router {
    @Override
    public Routing route(Demand demand) {
        return new Routing.Along(new Route(List.of(only.id())));
    }

    @Override
    public Admission admit(Route route, Demand demand, long nowNanos) {
        return new Admission.Now(new Free(only));
    }

    @Override
    public Next next(Failed failed) {
        return new Next.GiveUp();
    }

    @Override
    public boolean takesCalls(String target) {
        return true;
    }

    @Override
    public boolean takeRetry(String target) {
        return true;
    }

    @Override
    public long waitMs(Route route, int ahead) {
        return 0;
    }

    @Override
    public Optional<Target> target(String id) {
        return id.equals(only.id()) ? Optional.of(only) : Optional.empty();
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public void onChange(Runnable listener) {}

    private record Free(Target target) implements Pass {
        @Override
        public boolean isTrial() {
            return false;
        }

        @Override
        public void ended(Outcome outcome, OptionalLong tokens) {}

        @Override
        public void cancelled() {}

        @Override
        public void unused() {}
    }
}
