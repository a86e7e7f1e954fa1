package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.budget.Leases;
import dev.alize.domain.Direction;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Route;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.budget.BudgetLimit;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Parameters;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetPlanTest {
    private static final String LARGE = "mistral-large-latest";

    private final Leases leases = new Leases(0, Leases.Store.NONE);
    private final Reservations reservations = new Reservations(leases, true, Pipeline.START::toEpochMilli);

    private BudgetPlan plan(@Nullable Double most, BudgetLimit... limits) {
        OpenRequest open = OpenRequest.newBuilder()
                .setRequest(Pipeline.request("r1", "hello")
                        .setParameters(
                                Parameters.newBuilder().setMaxTokens(100L).build())
                        .build())
                .setSourceTopic("llm.requests")
                .setSourceOffset(0)
                .setRequestedAt(Instant.EPOCH)
                .setPromptTokens(50)
                .build();
        return BudgetPlan.of(
                open,
                settings(most, limits),
                new Route(List.of("target")),
                FakeRouter.of("target").target("target").orElseThrow(),
                reservations);
    }

    private static BudgetSettings settings(@Nullable Double most, BudgetLimit... limits) {
        return new BudgetSettings(Conduct.of(Action.BLOCK, Direction.REQUEST), most, List.of(limits), null);
    }

    private static BudgetLimit tokens(List<String> tenants, List<String> models, double day, double month) {
        return new BudgetLimit(tenants, models, null, null, day, month);
    }

    @Test
    void reservesTokensAndUsdAtTheTargetsPrice() {
        BudgetPlan plan = plan(null, new BudgetLimit(List.of(), List.of(), 1.0, 2.0, null, null));
        assertThat(plan.estimate().tokens()).isEqualTo(150);
        assertThat(plan.estimate().nanoUsd()).isEqualTo(250_000);
        assertThat(plan.limits())
                .containsEntry("usd/2026-01-01/default", 1_000_000_000L)
                .containsEntry("usd/2026-01/default", 2_000_000_000L)
                .hasSize(2);
    }

    @Test
    void countsEachModelByItselfWhereALimitNamesModels() {
        BudgetPlan plan = plan(null, tokens(List.of(), List.of("mistral-large*"), 10, 20));
        assertThat(plan.limits())
                .containsOnlyKeys("tokens/2026-01-01/default/" + LARGE, "tokens/2026-01/default/" + LARGE);
        assertThat(plan(null, tokens(List.of(), List.of("other"), 10, 20)).limits())
                .isEmpty();
        assertThat(plan(null, tokens(List.of("acme"), List.of(), 10, 20)).limits())
                .isEmpty();
    }

    @Test
    void theSmallestOfTheSameLimitHolds() {
        BudgetPlan plan = plan(
                null, tokens(List.of(), List.of(), 1_000, 2_000), tokens(List.of("default"), List.of(), 500, 3_000));
        assertThat(plan.limits())
                .containsEntry("tokens/2026-01-01/default", 500L)
                .containsEntry("tokens/2026-01/default", 2_000L);
    }

    @Test
    void namesTheLimitWhoseWindowTurnsLastAndBeforeItOneThatNoWindowHelps() {
        BudgetLimit both = tokens(List.of(), List.of(), 1_000, 2_000);
        leases.of("tokens/2026-01-01/default", 1_000);
        leases.of("tokens/2026-01/default", 2_000);
        assertThat(plan(null, both).overrun(settings(null, both), leases)).isNull();
        leases.settle("tokens/2026-01-01/default", 0, 900);
        leases.settle("tokens/2026-01/default", 0, 1_900);
        Overrun month = plan(null, both).overrun(settings(null, both), leases);
        assertThat(month).isNotNull().extracting(Overrun::reason).isEqualTo("tokens_per_month");
        BudgetLimit tooSmall = tokens(List.of(), List.of(), 100, 2_000);
        Overrun hopeless = plan(null, tooSmall).overrun(settings(null, tooSmall), leases);
        assertThat(hopeless).isNotNull().extracting(Overrun::isHopeless).isEqualTo(true);
    }

    @Test
    void limitsASingleRequestInUsd() {
        Overrun overrun = plan(0.0001).overrun(settings(0.0001), leases);
        assertThat(overrun).isNotNull().extracting(Overrun::isForGood).isEqualTo(true);
        assertThat(plan(0.001).overrun(settings(0.001), leases)).isNull();
    }
}
