package dev.alize.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.budget.BudgetLedger;
import dev.alize.domain.Direction;
import dev.alize.domain.FailureKind;
import dev.alize.domain.FakeRouter;
import dev.alize.domain.Pricing;
import dev.alize.domain.Route;
import dev.alize.domain.Router;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.Chains;
import dev.alize.policies.Link;
import dev.alize.policies.budget.Budget;
import dev.alize.policies.budget.BudgetLimit;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveTest {
    /** Claims come as such, and grants are written as such. */
    private static final Serde<Object> SERDE = Serdes.serdeFrom(
            (topic, grant) -> PlainCodec.write((BudgetGrant) grant),
            (topic, claim) -> PlainCodec.read(claim, BudgetClaim.class));

    @TempDir
    private Path stateDir;

    private @Nullable Pipeline pipeline;
    private @Nullable TopologyTestDriver ledger;

    private Pipeline use(Action action, @Nullable Double most, @Nullable String downgradeTo, double tokensPerDay) {
        return use(action, most, downgradeTo, new BudgetLimit(List.of(), List.of(), null, null, tokensPerDay, null));
    }

    private Pipeline use(Action action, @Nullable Double most, @Nullable String downgradeTo, BudgetLimit limit) {
        Conduct conduct = Conduct.of(action, Direction.REQUEST);
        Chains chains = Chains.of(
                List.of(new Link(new Budget(new BudgetSettings(conduct, most, List.of(limit), downgradeTo)), conduct)));
        Topology topology = new Topology();
        BudgetLedger.addTo(topology, SERDE, "llm.budget-claims", "llm.budgets");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "books");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        ledger = new TopologyTestDriver(topology, properties, Pipeline.START);
        pipeline = new Pipeline(FakeRouter.of("target", "small"), chains);
        return pipeline;
    }

    @AfterEach
    void close() {
        if (pipeline != null && ledger != null) {
            pipeline.close();
            ledger.close();
        }
    }

    /** Carries claims to the ledger and grants back, each twice; returns the claims. */
    private List<BudgetClaim> exchange(Pipeline pipeline) {
        TopologyTestDriver books = Objects.requireNonNull(ledger);
        List<BudgetClaim> claims = new ArrayList<>();
        for (var record : pipeline.records("llm.budget-claims")) {
            claims.add(PlainCodec.read(record.value(), BudgetClaim.class));
            for (int i = 0; i < 2; i++) {
                books.createInputTopic("llm.budget-claims", new ByteArraySerializer(), new ByteArraySerializer())
                        .pipeInput(new TestRecord<>(record.key(), record.value()));
            }
        }
        var grants = books.createOutputTopic("llm.budgets", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        while (!grants.isEmpty()) {
            var grant = grants.readRecord();
            pipeline.raw("llm.budgets", new String(grant.key(), StandardCharsets.UTF_8), grant.value());
            pipeline.raw("llm.budgets", new String(grant.key(), StandardCharsets.UTF_8), grant.value());
        }
        return claims;
    }

    private void settle(Pipeline pipeline) {
        for (int i = 0; i < 5; i++) {
            pipeline.look();
            pipeline.commit();
            pipeline.advance(Duration.ofMillis(500));
            exchange(pipeline);
        }
        pipeline.look();
        pipeline.commit();
        pipeline.look();
    }

    private static void request(Pipeline pipeline, String id) {
        pipeline.request(Pipeline.request(id, "hello").build());
    }

    private static List<String> called(Pipeline pipeline) {
        return pipeline.provider.calls.stream().map(FakeProvider.Started::id).toList();
    }

    private static long spent(Pipeline pipeline) {
        return pipeline.leases().values().stream()
                .mapToLong(lease -> lease.getSpent())
                .sum();
    }

    @Test
    void parksARequestUntilItsLeaseIsInAndCountsWhatItCost() {
        Pipeline used = use(Action.BLOCK, null, null, 100_000);
        request(used, "r1");
        assertThat(called(used)).isEmpty();
        assertThat(used.intake.parked()).isEqualTo(1);
        assertThat(exchange(used)).hasSize(1);
        used.commit();
        used.look();
        assertThat(called(used)).containsExactly("r1");
        assertThat(used.intake.parked()).isZero();

        request(used, "r2");
        assertThat(called(used)).containsExactly("r1", "r2");
        used.provider.calls.forEach(call -> call.succeed("hi"));
        used.look();
        assertThat(used.responses()).extracting(CompletionResponse::getStatus).containsOnly(Status.COMPLETED);
        assertThat(spent(used)).isEqualTo(60);
    }

    @Test
    void blocksWhatTheLimitHasNoRoomForAndSaysWhich() {
        Pipeline used = use(Action.BLOCK, null, null, 100);
        request(used, "r1");
        CompletionResponse response = used.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
        assertThat(response.getError().getCode()).isEqualTo("tokens_per_day");
        assertThat(response.getError().getMessage())
                .contains("the limit is 100 tokens")
                .contains("2026-01-02T00:00");
        PolicyResult verdict = response.getPolicyResults().getFirst();
        assertThat(verdict.getVerdict()).isEqualTo("block");
        assertThat(verdict.getFound()).containsEntry("limit_tokens", 100).containsEntry("spent_tokens", 0);
    }

    @Test
    void waitsForWhatOthersHaveReservedAndMayGiveBack() {
        Pipeline used = use(Action.BLOCK, null, null, 800);
        request(used, "r1");
        request(used, "r2");
        settle(used);
        assertThat(called(used)).containsExactly("r1");
        used.provider.last().succeed("hi");
        settle(used);
        assertThat(called(used)).containsExactly("r1", "r2");
    }

    @Test
    void holdsARequestUntilItsWindowTurnsBeyondItsGreatestAge() {
        Pipeline used = use(Action.HOLD, null, null, 540);
        request(used, "r1");
        settle(used);
        used.provider.last().fail(FailureKind.TIMEOUT, 0);
        settle(used);
        assertThat(spent(used)).isGreaterThan(400);
        request(used, "r2");
        used.advance(Duration.ofHours(20));
        settle(used);
        assertThat(called(used)).containsExactly("r1");
        assertThat(used.intake.parked()).isEqualTo(1);
        used.restart();
        used.advance(Duration.ofHours(4));
        settle(used);
        assertThat(called(used)).containsExactly("r1", "r2");
    }

    @Test
    void sendsWhatIsOverBudgetToTheCheaperTarget() {
        Pipeline used = use(Action.DOWNGRADE, null, "small", 100);
        request(used, "r1");
        assertThat(used.provider.last().attempt().target().id()).isEqualTo("small");
        used.provider.last().succeed("hi");
        used.look();
        CompletionResponse response = used.responses().getFirst();
        assertThat(response.getTarget()).isEqualTo("small");
        assertThat(response.getPolicyResults().getFirst().getVerdict()).isEqualTo("flag");
        assertThat(response.getPolicyResults().getFirst().getReason()).isEqualTo("tokens_per_day");
        assertThat(spent(used)).isEqualTo(30);
    }

    @Test
    void blocksARequestThatIsTooDearByItself() {
        Pipeline used = use(Action.HOLD, 0.0005, null, 1e6);
        request(used, "r1");
        CompletionResponse response = used.responses().getFirst();
        assertThat(response.getError().getCode()).isEqualTo("max_usd_per_request");
    }

    @Test
    void onlyWatchesInShadow() {
        Pipeline used = use(Action.SHADOW, null, null, 100);
        request(used, "r1");
        assertThat(called(used)).containsExactly("r1");
        used.provider.last().succeed("hi");
        used.look();
        PolicyResult verdict = used.responses().getFirst().getPolicyResults().getFirst();
        assertThat(verdict.getVerdict()).isEqualTo("flag");
        assertThat(verdict.getShadow()).isTrue();
        assertThat(spent(used)).isEqualTo(30);
    }

    @Test
    void aCancelledCallCountsAsItsReservationAndAParkedRequestAsNothing() {
        Pipeline used = use(Action.BLOCK, null, null, 100_000);
        request(used, "r1");
        used.cancel("r1");
        assertThat(used.responses()).extracting(CompletionResponse::getStatus).containsOnly(Status.CANCELLED);
        settle(used);
        assertThat(spent(used)).isZero();
        request(used, "r2");
        settle(used);
        assertThat(called(used)).containsExactly("r2");
        used.cancel("r2");
        assertThat(spent(used)).isGreaterThan(400);
    }

    @Test
    void countsNothingTwiceAndLosesNothingAcrossARestart() {
        Pipeline used = use(Action.BLOCK, null, null, 100_000);
        request(used, "r1");
        settle(used);
        used.restart();
        settle(used);
        used.provider.last().succeed("hi");
        settle(used);
        assertThat(spent(used)).isEqualTo(30);
        request(used, "r2");
        settle(used);
        used.provider.last().succeed("hi");
        settle(used);
        assertThat(used.provider.calls).hasSize(2);
        assertThat(spent(used)).isEqualTo(60);
    }

    @Test
    void aCallThatACrashCutOffCountsAsItsReservation() {
        Pipeline used = use(Action.BLOCK, null, null, 100_000);
        request(used, "r1");
        settle(used);
        used.restartAsAnotherProcess();
        settle(used);
        assertThat(called(used)).containsExactly("r1", "r1");
        long cutOff = spent(used);
        assertThat(cutOff).isGreaterThan(400);
        used.provider.last().succeed("hi");
        settle(used);
        assertThat(spent(used)).isEqualTo(cutOff + 30);
    }

    private static void retry(Pipeline used) {
        used.router.next = failed -> new Router.Next.Retry(failed.route(), 0, true);
    }

    private static List<Integer> attempts(Pipeline used) {
        return used.provider.calls.stream().map(call -> call.attempt().number()).toList();
    }

    /** Three calls have reserved nearly all, and the first one ends without an answer. */
    private Pipeline threeCallsAndATimeout(double tokens) {
        Pipeline used = use(Action.BLOCK, null, null, tokens);
        retry(used);
        for (String id : List.of("r1", "r2", "r3")) {
            request(used, id);
            settle(used);
        }
        assertThat(called(used)).containsExactly("r1", "r2", "r3");
        used.provider.calls.getFirst().fail(FailureKind.TIMEOUT, 0);
        settle(used);
        for (var ticket : used.records("llm.retries")) {
            used.raw("llm.retries", new String(ticket.key(), StandardCharsets.UTF_8), ticket.value());
        }
        settle(used);
        return used;
    }

    @Test
    void aFurtherAttemptWaitsUntilTheLeaseHasRoomForIt() {
        Pipeline used = threeCallsAndATimeout(1_600);
        assertThat(called(used)).hasSize(3);
        assertThat(used.intake.parked()).isEqualTo(1);
        used.restart();
        settle(used);
        assertThat(called(used)).hasSize(3);
        used.provider.calls.get(1).succeed("hi");
        settle(used);
        assertThat(called(used)).containsExactly("r1", "r2", "r3", "r1");
        assertThat(attempts(used)).containsExactly(1, 1, 1, 2);
        assertThat(used.intake.parked()).isZero();
        used.provider.calls.get(2).succeed("hi");
        used.provider.last().succeed("hi");
        settle(used);
        assertThat(used.responses())
                .hasSize(3)
                .extracting(CompletionResponse::getStatus)
                .containsOnly(Status.COMPLETED);
        assertThat(spent(used)).isBetween(500L, 650L);
    }

    @Test
    void aFurtherAttemptThatIsParkedCanBeCancelledAndExpires() {
        Pipeline used = threeCallsAndATimeout(1_600);
        used.cancel("r1");
        assertThat(used.responses()).extracting(CompletionResponse::getStatus).containsExactly(Status.CANCELLED);
        assertThat(used.intake.parked()).isZero();
        used.provider.calls.get(1).succeed("hi");
        settle(used);
        assertThat(called(used)).hasSize(3);
    }

    @Test
    void aFurtherAttemptThatIsParkedFailsWhenItIsTooOld() {
        Pipeline used = threeCallsAndATimeout(1_600);
        used.advance(Duration.ofMinutes(16));
        used.look();
        CompletionResponse response = used.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.FAILED);
        assertThat(response.getAttempts()).isEqualTo(1);
        assertThat(response.getError().getMessage()).contains("while the request waited for its budget");
    }

    @Test
    void aFurtherAttemptOverBudgetIsBlocked() {
        Pipeline used = use(Action.BLOCK, null, null, 900);
        retry(used);
        used.router.next = failed -> new Router.Next.Requeue(failed.route());
        request(used, "r1");
        settle(used);
        used.provider.last().fail(FailureKind.TIMEOUT, 0);
        settle(used);
        assertThat(called(used)).hasSize(1);
        CompletionResponse response = used.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
        assertThat(response.getError().getCode()).isEqualTo("tokens_per_day");
        assertThat(response.getAttempts()).isEqualTo(1);
        assertThat(response.getTarget()).isEqualTo("target");
    }

    @Test
    void aCallThatACrashCutOffIsNotMadeAgainOverBudget() {
        Pipeline used = use(Action.BLOCK, null, null, 900);
        request(used, "r1");
        settle(used);
        used.restartAsAnotherProcess();
        settle(used);
        assertThat(called(used)).hasSize(1);
        assertThat(used.responses().getFirst().getStatus()).isEqualTo(Status.BLOCKED);
        assertThat(spent(used)).isBetween(500L, 520L);
    }

    @Test
    void aCallThatACrashCutOffIsHeldUntilTheWindowTurnsAndMadeAgain() {
        Pipeline used = use(Action.HOLD, null, null, 900);
        request(used, "r1");
        settle(used);
        used.restartAsAnotherProcess();
        settle(used);
        used.restartAsAnotherProcess();
        settle(used);
        assertThat(called(used)).hasSize(1);
        assertThat(spent(used)).isBetween(500L, 520L);
        used.advance(Duration.ofHours(24));
        settle(used);
        assertThat(called(used)).containsExactly("r1", "r1");
        used.provider.last().succeed("hi");
        settle(used);
        assertThat(used.responses().getFirst().getAttempts()).isEqualTo(2);
    }

    @Test
    void aFurtherAttemptOverBudgetGoesToTheCheaperTarget() {
        Pipeline used = use(Action.DOWNGRADE, null, "small", 900);
        used.router.next = failed -> new Router.Next.Requeue(failed.route());
        request(used, "r1");
        settle(used);
        used.provider.last().fail(FailureKind.TIMEOUT, 0);
        settle(used);
        assertThat(called(used)).hasSize(2);
        assertThat(used.provider.last().attempt().target().id()).isEqualTo("small");
        used.provider.last().fail(FailureKind.TIMEOUT, 0);
        settle(used);
        assertThat(called(used)).hasSize(3);
    }

    private void fallBack(Pipeline used) {
        used.router.next = failed -> new Router.Next.Fallback(new Route(List.of("small", "target")));
        used.provider.last().fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        used.look();
        for (var ticket : used.records("llm.fallbacks")) {
            used.raw("llm.fallbacks", new String(ticket.key(), StandardCharsets.UTF_8), ticket.value());
        }
        settle(used);
    }

    @Test
    void aFallbackToATargetThatIsTooDearIsBlocked() {
        Pipeline used = use(Action.BLOCK, 0.002, null, 100_000);
        used.router.price("small", new Pricing(10, 20));
        request(used, "r1");
        settle(used);
        fallBack(used);
        assertThat(called(used)).hasSize(1);
        CompletionResponse response = used.responses().getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.BLOCKED);
        assertThat(response.getError().getCode()).isEqualTo("max_usd_per_request");
        assertThat(response.getAttempts()).isEqualTo(1);
        assertThat(spent(used)).isZero();
    }

    @Test
    void aFallbackReservesWhatTheOtherTargetCosts() {
        Pipeline used = use(Action.BLOCK, null, null, new BudgetLimit(List.of(), List.of(), 0.02, null, null, null));
        used.router.price("small", new Pricing(10, 20));
        request(used, "r1");
        settle(used);
        fallBack(used);
        assertThat(called(used)).containsExactly("r1", "r1");
        used.cancel("r1");
        assertThat(spent(used))
                .as("500 tokens at the price of the other target")
                .isGreaterThan(10_000_000);
        request(used, "r2");
        settle(used);
        assertThat(called(used)).containsExactly("r1", "r1", "r2");
        fallBack(used);
        assertThat(called(used)).as("no room for the dear target").hasSize(3);
        assertThat(used.responses().getLast().getError().getCode()).isEqualTo("usd_per_day");
    }

    @Test
    void reservesAtTheTargetThatTakesCalls() {
        Pipeline used = use(Action.BLOCK, 0.002, null, 100_000);
        used.router.price("small", new Pricing(10, 20));
        used.router.closed.add("target");
        request(used, "r1");
        assertThat(used.responses().getFirst().getError().getCode()).isEqualTo("max_usd_per_request");
    }

    @Test
    void doesNotHoldWhatNoWindowHasRoomFor() {
        Pipeline used = use(Action.HOLD, null, null, 100);
        request(used, "r1");
        assertThat(used.responses().getFirst().getStatus()).isEqualTo(Status.BLOCKED);
    }

    private static BudgetGrant grant(String account, int partition, boolean scarce) {
        return BudgetGrant.newBuilder()
                .setAccount(account)
                .setPartition(partition)
                .setNumber(0)
                .setGranted(1_000)
                .setReturned(0)
                .setSpent(0)
                .setSpentElsewhere(0)
                .setScarce(scarce)
                .build();
    }

    private static void tell(Pipeline used, BudgetGrant grant) {
        BudgetGrant numbered = BudgetGrant.newBuilder(grant)
                .setNumber(
                        used.leases().containsKey(grant.getAccount())
                                ? used.leases().get(grant.getAccount()).getNumber()
                                : 0)
                .build();
        used.raw("llm.budgets", grant.getAccount(), PlainCodec.write(numbered));
        used.advance(Duration.ofSeconds(3));
        used.commit();
    }

    @Test
    void givesBackWhatOthersWaitForWhileItLacksAnAccountBeforeIt() {
        Pipeline used =
                use(Action.BLOCK, null, null, new BudgetLimit(List.of(), List.of(), null, null, 100_000.0, 100_000.0));
        String day = "tokens/2026-01-01/default";
        String month = "tokens/2026-01/default";
        request(used, "r1");
        tell(used, grant(month, 0, true));
        assertThat(requireNonNull(used.leases().get(month)).getReturned()).isEqualTo(1_000);
        tell(used, grant(day, 0, true));
        assertThat(called(used)).isEmpty();
        assertThat(requireNonNull(used.leases().get(day)).getReturned()).isLessThan(500);
        tell(
                used,
                BudgetGrant.newBuilder(grant(month, 0, false)).setGranted(2_000).build());
        used.look();
        assertThat(called(used)).containsExactly("r1");
    }

    @Test
    void foreignGrantsChangeNothing() {
        Pipeline used = use(Action.BLOCK, null, null, 100_000);
        request(used, "r1");
        tell(used, grant("tokens/2026-01-01/default", 5, false));
        tell(used, grant("nonsense", 0, false));
        used.raw("llm.budgets", "x", new byte[] {1, 2, 3});
        used.look();
        assertThat(called(used)).isEmpty();
        assertThat(used.leases()).doesNotContainKey("nonsense");
        settle(used);
        assertThat(called(used)).containsExactly("r1");
    }
}
