package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.CallFacts;
import dev.alize.domain.Capability;
import dev.alize.domain.Demand;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Pass;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Admission;
import dev.alize.domain.Router.Routing;
import dev.alize.domain.Secret;
import dev.alize.domain.Strategy;
import dev.alize.domain.Target;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A router with everything around it, and the words the tests speak with. */
final class Desk {
    static final Demand ANY = new Demand(null, Set.of(), 10, null, false);
    static final Demand AGAIN = new Demand(null, Set.of(), 10, null, true);

    final FakeTime time = new FakeTime();
    final List<String> events = new ArrayList<>();
    final Map<String, FakeQuota> quotas = new HashMap<>();
    final AtomicInteger told = new AtomicInteger();
    double random = 0.5;
    final TargetRouter router;

    Desk(RoutingRules rules) {
        router = new TargetRouter(rules, around(time));
        router.onChange(told::incrementAndGet);
    }

    Desk(String... ids) {
        this(rules(Strategy.FALLBACK, targets(ids)));
    }

    private Surroundings around(FakeTime timer) {
        ProcessEvents record = (kind, target, reason, details) -> events.add(kind + " " + target + " " + reason);
        return new Surroundings(
                timer::nanoTime,
                () -> random,
                timer,
                record,
                group -> quotas.computeIfAbsent(group, name -> new FakeQuota()));
    }

    Surroundings around() {
        return around(time);
    }

    static RoutedTarget[] targets(String... ids) {
        return Arrays.stream(ids).map(id -> target(id)).toArray(RoutedTarget[]::new);
    }

    static RoutingRules rules(Strategy strategy, RoutedTarget... targets) {
        return new RoutingRules(strategy, List.of(targets), Map.of(), RetryRules.DEFAULT, BreakerRules.DEFAULT, true);
    }

    static RoutingRules with(RoutingRules rules, Map<String, ModelGroup> groups) {
        return new RoutingRules(
                rules.strategy(), rules.targets(), groups, rules.retry(), rules.breaker(), rules.acrossModels());
    }

    static RoutingRules with(RoutingRules rules, BreakerRules breaker) {
        return new RoutingRules(
                rules.strategy(), rules.targets(), rules.groups(), rules.retry(), breaker, rules.acrossModels());
    }

    /** A target whose model is {@code model-<id>}, with a quota group of its own. */
    static RoutedTarget target(String id, Capability... capabilities) {
        return new RoutedTarget(
                new Target(
                        id,
                        "mistral",
                        "model-" + id,
                        URI.create("https://api.mistral.ai/v1"),
                        null,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        null),
                Set.of(capabilities),
                null,
                1,
                "quota-" + id,
                null);
    }

    static RoutedTarget with(RoutedTarget target, @Nullable Long window, double weight, @Nullable Integer concurrency) {
        return new RoutedTarget(
                target.target(), target.capabilities(), window, weight, target.quotaGroup(), concurrency);
    }

    static RoutedTarget with(RoutedTarget routed, UnaryOperator<Target> change) {
        return new RoutedTarget(
                change.apply(routed.target()),
                routed.capabilities(),
                routed.maxContextTokens(),
                routed.weight(),
                routed.quotaGroup(),
                routed.maxConcurrency());
    }

    static RoutedTarget withKey(RoutedTarget routed, Secret key) {
        return with(
                routed,
                t -> new Target(
                        t.id(), t.provider(), t.model(), t.baseUrl(), key, t.timeout(), t.streamTimeout(), null));
    }

    static RoutedTarget withModel(RoutedTarget routed, String model) {
        return with(
                routed,
                t -> new Target(
                        t.id(), t.provider(), model, t.baseUrl(), t.key(), t.timeout(), t.streamTimeout(), null));
    }

    static Demand naming(String model) {
        return new Demand(model, Set.of(), 10, null, false);
    }

    static Demand needing(Capability... needs) {
        return new Demand(null, Set.of(needs), 10, null, false);
    }

    static Route via(String... ids) {
        return new Route(List.of(ids));
    }

    List<String> route(Demand demand) {
        return switch (router.route(demand)) {
            case Routing.Along along -> along.route().targets();
            case Routing.Nowhere nowhere -> throw new AssertionError(nowhere.message());
        };
    }

    Routing.Nowhere nowhere(Demand demand) {
        return switch (router.route(demand)) {
            case Routing.Along along -> throw new AssertionError("routed along " + along.route());
            case Routing.Nowhere nowhere -> nowhere;
        };
    }

    Admission admit(Route route, Demand demand) {
        return router.admit(route, demand, time.nanoTime());
    }

    Pass begin(String... ids) {
        return begin(ANY, ids);
    }

    Pass begin(Demand demand, String... ids) {
        return switch (admit(via(ids), demand)) {
            case Admission.Now now -> now.pass();
            case Admission.Later later -> throw new AssertionError("admitted only at " + later.atNanos());
        };
    }

    /** How long until it may be asked again, or the longest duration where only a change helps. */
    Duration later(String... ids) {
        return switch (admit(via(ids), ANY)) {
            case Admission.Now now ->
                throw new AssertionError("admitted to " + now.pass().target().id());
            case Admission.Later later ->
                later.atNanos() == Long.MAX_VALUE
                        ? Duration.ofNanos(Long.MAX_VALUE)
                        : Duration.ofNanos(later.atNanos() - time.nanoTime());
        };
    }

    static final Duration ON_CHANGE = Duration.ofNanos(Long.MAX_VALUE);

    void succeed(String id) {
        end(begin(id), success(100));
    }

    void fail(String id, FailureKind kind) {
        end(begin(id), failure(kind));
    }

    /** Fails until the breaker opens. */
    void breakDown(String id) {
        for (int i = 0; i < 10; i++) {
            fail(id, FailureKind.PROVIDER_UNAVAILABLE);
        }
        assertThat(state(id).breaker()).isEqualTo(BreakerState.OPEN);
    }

    void end(Pass pass, Outcome outcome) {
        pass.ended(outcome, OptionalLong.empty());
        time.settle();
    }

    TargetState state(String id) {
        return router.states().stream()
                .filter(state -> state.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static Outcome success(long durationMs) {
        return new Outcome.Success(new byte[0], facts(200, durationMs, Map.of()));
    }

    static Outcome.Failure failure(FailureKind kind) {
        return failure(kind, Map.of());
    }

    static Outcome.Failure failure(FailureKind kind, Map<String, String> limits) {
        int status = switch (kind) {
            case INVALID_REQUEST -> 422;
            case UNKNOWN_MODEL -> 404;
            case CONTEXT_LENGTH_EXCEEDED -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN, GUARDRAIL_BLOCKED -> 403;
            case PROXY_REFUSED -> 407;
            case RATE_LIMITED, NOT_ENTITLED -> 429;
            case CAPACITY_EXCEEDED, PROVIDER_UNAVAILABLE -> 503;
            default -> 0;
        };
        long durationMs = kind == FailureKind.TIMEOUT ? 60_000 : 100;
        return new Outcome.Failure(kind, null, kind.code(), facts(status, durationMs, limits));
    }

    static CallFacts facts(int status, long durationMs, Map<String, String> limits) {
        return new CallFacts(status, 1_800_000_000_000L, durationMs, null, limits);
    }
}
