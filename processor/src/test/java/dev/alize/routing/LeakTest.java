package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Demand;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Pass;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Admission;
import dev.alize.domain.Router.Routing;
import dev.alize.domain.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Whatever happened: when all passes have ended, nothing is held, and a target that answers is used again. */
class LeakTest {
    private static final FailureKind[] KINDS = FailureKind.values();

    @Test
    void nothingIsHeldAfterAllPassesEndedInFakeTime() {
        long seed = new Random().nextLong();
        System.out.println("LeakTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            Desk desk = new Desk(rules(random));
            List<Pass> open = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                step(desk, open, random);
            }
            open.forEach(pass -> end(pass, random));
            assertNothingIsHeld(desk, "seed " + seed + ", round " + round);
            assertRecovers(desk, "seed " + seed + ", round " + round);
        }
    }

    private static void step(Desk desk, List<Pass> open, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> desk.time.pass(Duration.ofMillis(random.nextInt(4_000)));
            case 1 -> desk.quotas.values().forEach(quota -> quota.full = random.nextInt(3) == 0);
            case 2 -> desk.router.follow(random.nextBoolean() ? Mitigations.NONE : mitigations(random));
            case 3 -> desk.router.gates().forEach(gate -> gate.probed(ProbeResult.values()[random.nextInt(3)]));
            case 4 -> {
                if (random.nextInt(20) == 0) {
                    desk.router.follow(rules(random));
                }
            }
            case 5, 6, 7 -> {
                if (!open.isEmpty()) {
                    end(open.remove(random.nextInt(open.size())), random);
                }
            }
            default -> begin(desk, open, random);
        }
    }

    private static void begin(Desk desk, List<Pass> open, Random random) {
        Demand demand = new Demand(null, Set.of(), 10, null, random.nextBoolean());
        Route route = ((Routing.Along) desk.router.route(demand)).route();
        if (desk.admit(route, demand) instanceof Admission.Now now) {
            open.add(now.pass());
        }
    }

    private static void end(Pass pass, Random random) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> pass.unused();
                case 1 -> pass.cancelled();
                case 2 -> pass.ended(Desk.success(random.nextInt(100)), OptionalLong.of(3));
                default -> pass.ended(Desk.failure(KINDS[random.nextInt(KINDS.length)]), OptionalLong.empty());
            }
        }
    }

    private static RoutingRules rules(Random random) {
        RoutedTarget[] targets = {
            Desk.with(Desk.target("a"), null, 2, random.nextBoolean() ? null : 5), Desk.target("b"), Desk.target("c")
        };
        BreakerRules breaker = new BreakerRules(
                true,
                2,
                Duration.ofSeconds(1 + random.nextInt(3)),
                2,
                Duration.ofMillis(50),
                0.9,
                Duration.ofSeconds(5));
        return Desk.with(Desk.rules(Strategy.values()[random.nextInt(4)], targets), breaker);
    }

    private static Mitigations mitigations(Random random) {
        return new Mitigations(
                random.nextInt(5) == 0,
                random.nextBoolean() ? Set.of("a") : Set.of(),
                random.nextBoolean() ? 3 : null,
                Map.of(),
                random.nextBoolean(),
                random.nextBoolean() ? Set.of("b") : Set.of(),
                random.nextBoolean() ? Duration.ofSeconds(3) : null,
                Map.of());
    }

    private static void assertNothingIsHeld(Desk desk, String when) {
        desk.time.settle();
        assertThat(desk.router.states()).as(when).allMatch(state -> state.open() == 0);
        desk.quotas.forEach((group, quota) -> {
            assertThat(quota.held).as(when).hasValue(0);
            assertThat(quota.endedTwice).as(when).hasValue(0);
        });
    }

    private static void assertRecovers(Desk desk, String when) {
        desk.quotas.values().forEach(quota -> quota.full = false);
        desk.router.follow(Mitigations.NONE);
        desk.router.follow(Desk.rules(Strategy.FALLBACK, Desk.targets("a", "b", "c")));
        desk.router.gates().forEach(gate -> gate.probed(ProbeResult.ANSWERED));
        for (String id : List.of("a", "b", "c")) {
            for (int i = 0; i < 3; i++) {
                desk.time.pass(Duration.ofSeconds(61));
                desk.succeed(id);
            }
            assertThat(desk.state(id).breaker()).as(when).isEqualTo(BreakerState.CLOSED);
        }
    }

    @Test
    void nothingIsHeldAfterManyThreadsUsedIt() throws Exception {
        Map<String, FakeQuota> quotas = new ConcurrentHashMap<>();
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                var threads = Executors.newFixedThreadPool(4)) {
            BreakerRules quick = new BreakerRules(true, 3, Duration.ofMillis(1), 2, null, 0.5, Duration.ofMillis(5));
            TargetRouter router = new TargetRouter(
                    Desk.with(Desk.rules(Strategy.WEIGHTED_ROUND_ROBIN, Desk.targets("a", "b", "c")), quick),
                    new Surroundings(
                            System::nanoTime,
                            () -> ThreadLocalRandom.current().nextDouble(),
                            timer,
                            ProcessEvents.NONE,
                            group -> quotas.computeIfAbsent(group, name -> new FakeQuota())));
            router.onChange(() -> {});
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                work.add(threads.submit(() -> use(router)));
            }
            for (Future<?> each : work) {
                each.get();
            }
            assertThat(router.states()).allMatch(state -> state.open() == 0);
            timer.shutdownNow();
        }
        quotas.values().forEach(quota -> assertThat(quota.held).hasValue(0));
    }

    private static void use(TargetRouter router) {
        Random random = new Random(Thread.currentThread().threadId());
        List<Pass> open = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            Route route = ((Routing.Along) router.route(Desk.ANY)).route();
            if (router.admit(route, Desk.ANY, System.nanoTime()) instanceof Admission.Now now) {
                open.add(now.pass());
            }
            if (open.size() > 5) {
                Pass pass = open.removeFirst();
                boolean fails = random.nextInt(3) == 0;
                pass.ended(fails ? Desk.failure(FailureKind.TIMEOUT) : Desk.success(3), OptionalLong.empty());
            }
        }
        open.forEach(Pass::cancelled);
    }
}
