package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.domain.Direction;
import dev.alize.domain.Material.About;
import dev.alize.domain.Pricing;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Quota;
import dev.alize.domain.Router;
import dev.alize.domain.Strategy;
import dev.alize.domain.Target;
import dev.alize.domain.Verdict;
import dev.alize.policies.AskingPolicy;
import dev.alize.policies.Chain;
import dev.alize.policies.Chains;
import dev.alize.policies.Link;
import dev.alize.policies.budget.Budget;
import dev.alize.routing.RoutedTarget;
import dev.alize.routing.RoutingRules;
import dev.alize.routing.Surroundings;
import dev.alize.routing.TargetRouter;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.PolicyResult;
import dev.alize.topology.Demands;
import dev.alize.topology.judging.Hearing;
import dev.alize.topology.judging.Verdicts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration would do with requests: its chain and its routes, with every target up and its quota free. Nobody
 * is called or asked, and no secret is read. Thread-safe.
 */
public final class Rehearsal implements AutoCloseable {
    private final Chains chains;
    private final Set<String> notJudged;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("alize-rehearsal").factory());
    private final TargetRouter router;
    private final boolean fixedOrder;

    /**
     * What would become of a request.
     *
     * @param verdicts of the policies that judge requests, in their order, up to the one that blocks
     * @param route ids of its targets, the first one first; empty where it is blocked or no target can serve it
     * @param promptTokens estimate of the prompt as it would be sent; 0 where it is blocked
     */
    public record Judged(List<PolicyResult> verdicts, List<String> route, long promptTokens) {
        public Judged {
            verdicts = List.copyOf(verdicts);
            route = List.copyOf(route);
        }
    }

    public Rehearsal(Configuration configuration) {
        chains = PolicyChains.of(configuration.policies());
        notJudged = asking(chains);
        router = new TargetRouter(
                keyless(configuration),
                new Surroundings(System::nanoTime, () -> 1, timer, ProcessEvents.NONE, group -> NoQuota.NONE));
        fixedOrder = configuration.providers().strategy() == Strategy.FALLBACK
                || configuration.providers().strategy() == Strategy.SINGLE;
    }

    /** The router reads the keys of its targets to see whether they change. */
    private static RoutingRules keyless(Configuration configuration) {
        RoutingRules rules =
                RoutingPlan.rules(configuration.providers(), new Environment(Map.of(), InstantSource.system()));
        List<RoutedTarget> targets = rules.targets().stream()
                .map(routed -> new RoutedTarget(
                        keyless(routed.target()),
                        routed.capabilities(),
                        routed.maxContextTokens(),
                        routed.weight(),
                        routed.quotaGroup(),
                        routed.maxConcurrency()))
                .toList();
        return new RoutingRules(
                rules.strategy(), targets, rules.groups(), rules.retry(), rules.breaker(), rules.acrossModels());
    }

    private static Target keyless(Target target) {
        return new Target(
                target.id(),
                target.provider(),
                target.model(),
                target.baseUrl(),
                null,
                target.timeout(),
                target.streamTimeout(),
                target.pricing(),
                target.dialect());
    }

    private static Set<String> asking(Chains chains) {
        return Stream.concat(
                        Stream.of(chains.usual()), chains.special().stream().map(Chains.Special::chain))
                .flatMap(chain -> chain.links().stream())
                .filter(link -> (link.policy() instanceof AskingPolicy || link.policy() instanceof Budget)
                        && link.conduct().judges(Direction.REQUEST))
                .map(Link::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names of the policies that judge requests, but would have to ask somebody or to know what was spent: they are passed over. */
    public Set<String> notJudged() {
        return notJudged;
    }

    /** Whether the strategy prefers targets in an order that does not change from request to request. */
    public boolean isFixedOrder() {
        return fixedOrder;
    }

    /** The price of a target; empty for one that is not configured or has none. */
    public Optional<Pricing> pricing(String target) {
        return router.target(target).map(Target::pricing);
    }

    /** @param request as it was produced; rewritten here as the chain rewrites it */
    public Judged judge(CompletionRequest request) {
        OpenRequest open = new OpenRequest();
        open.setRequest(request);
        open.setRequestedAt(Instant.EPOCH);
        open.setRoute(List.of());
        About about = Demands.about(open);
        Chain chain = chains.of(about);
        Hearing hearing = Hearing.ofRequest(about, chain, request);
        List<PolicyResult> verdicts = new ArrayList<>();
        for (Link link : chain.links()) {
            if (!link.conduct().judges(Direction.REQUEST) || link.policy() instanceof AskingPolicy) {
                continue;
            }
            Verdict verdict = hearing.judge(link);
            verdicts.add(Verdicts.result(link, Direction.REQUEST, verdict));
            if (verdict instanceof Verdict.Block) {
                return new Judged(verdicts, List.of(), 0);
            }
        }
        return switch (router.route(Demands.first(open))) {
            case Router.Routing.Along along ->
                new Judged(verdicts, along.route().targets(), open.getPromptTokens());
            case Router.Routing.Nowhere ignored -> new Judged(verdicts, List.of(), open.getPromptTokens());
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Nothing is ever reserved. */
    private enum NoQuota implements Quota {
        NONE;

        @Override
        public Answer reserve(long promptTokens, @Nullable Long maxTokens, long nowNanos) {
            return new Answer.Later(Long.MAX_VALUE);
        }

        @Override
        public long waitMs(int ahead, long nowNanos) {
            return 0;
        }
    }
}
