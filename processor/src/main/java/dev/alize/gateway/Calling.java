package dev.alize.gateway;

import dev.alize.audit.TrailKeys;
import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.StartMitigations;
import dev.alize.config.Topic;
import dev.alize.control.ActiveCommands;
import dev.alize.control.ControlReader;
import dev.alize.control.ProcessAudit;
import dev.alize.control.ShareExchange;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Ownership;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.QuotaState;
import dev.alize.domain.Route;
import dev.alize.domain.Router;
import dev.alize.domain.TargetState;
import dev.alize.pacing.OwnedPartitions;
import dev.alize.pacing.Pacing;
import dev.alize.pacing.Shares;
import dev.alize.provider.HttpProbe;
import dev.alize.provider.Probed;
import dev.alize.routing.Probe;
import dev.alize.routing.ProbeResult;
import dev.alize.routing.Probes;
import dev.alize.routing.Surroundings;
import dev.alize.routing.TargetRouter;
import dev.alize.topology.clients.StreamThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What decides where and when calls begin: routing, pacing, probes and the operators' commands, wired to the cluster.
 * Has one thread of its own for what is due later. Thread-safe.
 */
final class Calling implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Calling.class);
    private static final long POLL_LOOK_MS = 100;
    private static final long LISTEN_MS = 2_000;

    private final ScheduledExecutorService timer;
    private final Environment environment;
    private final StartMitigations start;
    private final ProcessAudit audit;
    private final ProcessEvents events;
    private final Pacing pacing;
    private final OwnedPartitions owned;
    private final TargetRouter router;
    private final Probes probes;
    private final BlindSpots blindSpots;
    private final AtomicBoolean lookDue = new AtomicBoolean();
    private volatile Configuration configuration;
    private volatile ActiveCommands commands = ActiveCommands.NONE;
    private volatile Runnable look = () -> {};
    private volatile long lastPoll = System.nanoTime();
    private @Nullable ControlReader control;
    private @Nullable ShareExchange exchange;

    /**
     * @param observer told of what is written into the audit trail
     * @param instance name of this instance
     * @param trail keys of the audit trail
     * @param session after which the group takes a member that is silent for dead
     * @param probe looks whether a target answers; null where nothing is probed
     */
    Calling(
            Configuration configuration,
            Environment environment,
            Connection connection,
            EngineObserver observer,
            String instance,
            TrailKeys trail,
            Duration session,
            @Nullable HttpProbe probe) {
        this.configuration = configuration;
        this.environment = environment;
        this.start = StartMitigations.of(environment);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("alize-pacer").factory());
        var origin = new ProcessAudit.Origin(
                instance, () -> this.configuration.version(), Clock.systemUTC(), trail.sealing());
        this.audit = ProcessAudit.open(connection, configuration, origin);
        ProcessEvents events = (kind, target, reason, details) -> {
            audit.happened(kind, target, reason, details);
            observer.happened(kind, target, reason);
        };
        this.events = events;
        int partitions = configuration.topics().partitions(Topic.REQUESTS);
        this.owned = new OwnedPartitions(partitions, session.dividedBy(2), () -> lastPoll);
        this.pacing = new Pacing(
                instance,
                System.currentTimeMillis(),
                owned,
                new dev.alize.pacing.Surroundings(
                        System::nanoTime, Clock.systemUTC(), dev.alize.pacing.Surroundings.USUAL_JITTER, events));
        pacing.follow(RoutingPlan.quotas(configuration.providers()));
        var around = new Surroundings(
                System::nanoTime, () -> ThreadLocalRandom.current().nextDouble(), timer, events, pacing::group);
        this.router = new TargetRouter(RoutingPlan.rules(configuration.providers(), environment), around);
        router.follow(LiveMitigations.of(configuration, start, commands));
        this.probes = new Probes(router, probe == null ? (target, timeout, seen) -> {} : probing(probe), around);
        this.blindSpots = new BlindSpots(probes::overdue, audit::dropped, System::nanoTime);
        pacing.onChange(this::lookSoon);
        router.onChange(this::lookSoon);
    }

    private static Probe probing(HttpProbe probe) {
        return (target, timeout, result) -> probe.probe(
                target,
                timeout,
                seen -> result.accept(
                        switch (seen) {
                            case Probed.Healthy healthy -> ProbeResult.ANSWERED;
                            case Probed.KeyRefused refused -> ProbeResult.REFUSED;
                            case Probed.Failed failed ->
                                failed.kind() == FailureKind.RATE_LIMITED ? ProbeResult.ANSWERED : ProbeResult.FAILED;
                        }));
    }

    /**
     * Begins to follow the cluster: commands, the shares of the others, and how the stream threads do.
     *
     * @param newLook asks for all that wait whether they may be called now
     */
    void begin(Connection connection, Runnable newLook, StreamThreads threads) {
        look = newLook;
        timer.scheduleAtFixedRate(() -> seePolls(threads), 0, POLL_LOOK_MS, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(router::listen, LISTEN_MS, LISTEN_MS, TimeUnit.MILLISECONDS);
        control = ControlReader.start(
                connection, configuration, new ControlReader.Surroundings(events, this::command, Clock.systemUTC()));
        command(control.active());
        Shares shares = pacing.shares().orElseThrow();
        exchange = ShareExchange.start(connection, configuration, new Gossip(shares), System::nanoTime);
        probes.follow(RoutingPlan.probes(configuration.providers()));
    }

    private void seePolls(StreamThreads threads) {
        long longest = 0;
        for (StreamThreads.Pulse pulse : threads.pulses()) {
            longest = Math.max(longest, pulse.sincePoll());
        }
        lastPoll = System.nanoTime() - longest;
    }

    private synchronized void command(ActiveCommands newer) {
        commands = newer;
        router.follow(LiveMitigations.of(configuration, start, newer));
    }

    /** Follows another configuration. */
    synchronized void follow(Configuration next) {
        configuration = next;
        pacing.follow(RoutingPlan.quotas(next.providers()));
        router.follow(RoutingPlan.rules(next.providers(), environment));
        router.follow(LiveMitigations.of(next, start, commands));
        probes.follow(RoutingPlan.probes(next.providers()));
    }

    /** Asks again once, however many changes there were: never on the thread of the change, which may hold locks. */
    private void lookSoon() {
        if (!timer.isShutdown() && lookDue.compareAndSet(false, true)) {
            timer.execute(() -> {
                lookDue.set(false);
                look.run();
            });
        }
    }

    /** Lets the slots look again later. */
    void alarm(long delayNanos, Runnable work) {
        try {
            var unused = timer.schedule(work, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.atDebug().log("The process stops; nothing waits any more");
        }
    }

    Router router() {
        return router;
    }

    /** Whether those who wait on a route wait for targets that take no calls while another target does. */
    boolean isStuck(Route route) {
        return route.targets().stream().noneMatch(router::takesCalls)
                && configuration.providers().targets().stream().anyMatch(target -> router.takesCalls(target.id()));
    }

    Ownership ownership() {
        return owned;
    }

    List<TargetState> targets() {
        return router.states().stream().map(Calling::state).toList();
    }

    private static TargetState state(dev.alize.routing.TargetState state) {
        String breaker = state.breaker().name().toLowerCase(java.util.Locale.ROOT);
        String why = state.takesCalls()
                ? "none"
                : state.paused()
                        ? "paused"
                        : state.stopped() != null ? "key" : state.healthy() ? "breaker" : "unhealthy";
        double latency = Double.isNaN(state.latencyMs()) ? 0 : state.latencyMs();
        return new TargetState(state.id(), breaker, state.takesCalls(), why, state.open(), latency);
    }

    List<QuotaState> quotas() {
        return pacing.states().stream()
                .flatMap(group -> group.windows().stream()
                        .map(window -> new QuotaState(
                                group.name(),
                                window.kind().code(),
                                window.length().toMillis(),
                                window.limit(),
                                group.share(),
                                window.used(),
                                group.stopped() ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.toMillis(group.pausedNanos()),
                                group.refused())))
                .toList();
    }

    /** The operators' commands in force. */
    ActiveCommands commands() {
        return commands;
    }

    /** Where it says what happened to the process. */
    ProcessEvents events() {
        return events;
    }

    /** Events of the process that did not get into the audit trail. */
    long lostEvents() {
        return audit.dropped();
    }

    /** What this instance knows that is not seen. */
    BlindSpots blindSpots() {
        return blindSpots;
    }

    /** From now on nothing of the quotas is used: the process stops. Calls that are open go on. */
    void leave() {
        pacing.shares().ifPresent(Shares::leave);
    }

    @Override
    public void close() {
        leave();
        probes.close();
        if (exchange != null) {
            exchange.close();
        }
        if (control != null) {
            control.close();
        }
        timer.shutdownNow();
        audit.close();
    }
}
