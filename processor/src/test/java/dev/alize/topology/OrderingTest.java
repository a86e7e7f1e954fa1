package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.calls.Intake;
import dev.alize.domain.FailureKind;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderingTest {
    private Pipeline pipeline = new Pipeline();

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static CompletionRequest.Builder ordered(String id, String key) {
        return Pipeline.request(id, "x").setOrderingKey(key);
    }

    private void request(String id, String key) {
        pipeline.request(ordered(id, key).build());
    }

    private List<String> called() {
        return pipeline.provider.calls.stream().map(FakeProvider.Started::id).toList();
    }

    private List<String> answered() {
        return pipeline.responses().stream()
                .map(response -> response.getRequestId() + " " + response.getStatus())
                .toList();
    }

    private void kill() {
        pipeline.calls.close();
        pipeline.restart();
        step();
    }

    private void step() {
        pipeline.look();
        pipeline.commit();
        pipeline.look();
    }

    @Test
    void requestsOfOneKeyAreCalledOneAfterTheOther() {
        request("a1", "a");
        request("a2", "a");
        request("b1", "b");
        request("a3", "a");
        assertThat(called()).containsExactly("a1", "b1");
        pipeline.provider.calls.get(0).succeed("one");
        step();
        assertThat(called()).containsExactly("a1", "b1", "a2");
        pipeline.provider.last().fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
        step();
        pipeline.provider.last().succeed("three");
        step();
        assertThat(answered()).containsExactly("a1 COMPLETED", "a2 FAILED", "a3 COMPLETED");
    }

    @Test
    void theSameKeyOfAnotherTenantIsAnotherLane() {
        request("r1", "a");
        pipeline.request(ordered("r2", "a").setTenant("other").build());
        assertThat(called()).containsExactly("r1", "r2");
    }

    @Test
    void aHeldRequestIsInTheStoreAndHoldsNoSlot() {
        request("a1", "a");
        request("a2", "a");
        assertThat(pipeline.slots.taken()).isEqualTo(1);
        assertThat(pipeline.intake.held()).isEqualTo(1);
        assertThat(pipeline.intake.heldBytes()).isPositive();
        assertThat(pipeline.rows()).isEqualTo(2);
        pipeline.provider.last().succeed("x");
        step();
        assertThat(pipeline.intake.held()).isZero();
        assertThat(pipeline.intake.heldBytes()).isZero();
    }

    @Test
    void whateverEndsTheHeadLetsTheNextGoAndAllAreAnsweredInOrder() {
        request("a1", "a");
        pipeline.request(ordered("a2", "a").setMessages(List.of()).build());
        pipeline.request(
                ordered("a3", "a").setDeadline(Pipeline.START.plusSeconds(10)).build());
        request("a4", "a");
        request("a5", "a");
        pipeline.cancel("a4");
        pipeline.advance(Duration.ofSeconds(11));
        assertThat(pipeline.responses()).isEmpty();
        pipeline.provider.last().succeed("x");
        step();
        assertThat(answered()).containsExactly("a1 COMPLETED", "a2 FAILED", "a3 EXPIRED", "a4 CANCELLED");
        assertThat(called()).containsExactly("a1", "a5");
    }

    @Test
    void aCancelledHeadLetsTheNextGo() {
        request("a1", "a");
        request("a2", "a");
        pipeline.cancel("a1");
        step();
        assertThat(called()).containsExactly("a1", "a2");
        assertThat(answered()).containsExactly("a1 CANCELLED");
    }

    @Test
    void aHeadThatIsTooOldLetsTheNextGo() {
        pipeline.close();
        pipeline = new Pipeline(Pipeline.defaults(), 1);
        pipeline.request(Pipeline.request("other", "x").build());
        request("a1", "a");
        request("a2", "a");
        assertThat(called()).containsExactly("other");
        pipeline.advance(Duration.ofMinutes(15));
        assertThat(answered()).containsExactly("a1 EXPIRED");
        pipeline.provider.last().succeed("x");
        step();
        assertThat(called()).containsExactly("other", "a2");
    }

    @Test
    void aRepeatOfAHeldRequestIsRecognised() {
        request("a1", "a");
        request("a2", "a");
        request("a2", "a");
        assertThat(pipeline.audit()).extracting(AuditEvent::getKind).containsExactly("admitted", "held", "duplicate");
    }

    @Test
    void heldRequestsSurviveARestartInTheirOrder() {
        request("a1", "a");
        request("a2", "a");
        request("a3", "a");
        kill();
        assertThat(called()).containsExactly("a1", "a1");
        pipeline.provider.last().succeed("x");
        step();
        assertThat(answered()).containsExactly("a1 COMPLETED");
        kill();
        pipeline.provider.last().succeed("x");
        step();
        pipeline.provider.last().succeed("x");
        step();
        assertThat(answered()).containsExactly("a2 COMPLETED", "a3 COMPLETED");
    }

    @Test
    void aLaneWhoseHeadWasAnsweredJustBeforeTheCrashGoesOn() {
        request("a1", "a");
        request("a2", "a");
        pipeline.cancel("a1");
        kill();
        assertThat(called()).containsExactly("a1", "a2");
    }

    @Test
    void aFullLaneShutsItsPartitionUntilThereIsRoom() {
        for (int i = 1; i <= 4; i++) {
            request("a" + i, "a");
        }
        assertThat(pipeline.intake.isOpen(0)).isFalse();
        assertThat(pipeline.intake.isOpen(1)).isTrue();
        assertThat(pipeline.intake.isOpen(Intake.Source.REQUESTS)).isTrue();
        pipeline.provider.last().succeed("x");
        step();
        assertThat(pipeline.intake.isOpen(0)).isTrue();
    }

    @Test
    void tooManyHeldBytesShutTheirPartition() {
        pipeline.intake.bound(new Intake.Limits(5, 10, 100));
        request("a1", "a");
        assertThat(pipeline.intake.isOpen(0)).isTrue();
        request("a2", "a");
        assertThat(pipeline.intake.isOpen(0)).isFalse();
        pipeline.cancel("a1");
        step();
        assertThat(pipeline.intake.isOpen(0)).isTrue();
    }

    @Test
    void aHeldRequestThatIsTooLargeFailsInItsTurn() {
        request("a1", "a");
        pipeline.request(
                Pipeline.request("a2", "x".repeat(20_000)).setOrderingKey("a").build());
        pipeline.provider.last().succeed("x");
        step();
        List<CompletionResponse> responses = pipeline.responses();
        assertThat(responses).extracting(CompletionResponse::getRequestId).containsExactly("a1", "a2");
        assertThat(responses.getLast().getError().getKind()).isEqualTo("request_too_large");
    }

    @Test
    void aHeldRequestThatIsTooLargeKeepsTheMetadataThatFits() {
        String large = "x".repeat(20_000);
        Map<String, String> small = Map.of("alize.batch_id", "b", "k", "v");
        request("a1", "a");
        pipeline.request(Pipeline.request("a2", large)
                .setOrderingKey("a")
                .setMetadata(small)
                .build());
        pipeline.request(ordered("a3", "a")
                .setMetadata(Map.of("alize.batch_id", "b", "k", large))
                .build());
        pipeline.provider.last().succeed("x");
        step();
        step();
        List<CompletionResponse> responses = pipeline.responses();
        assertThat(responses).extracting(CompletionResponse::getRequestId).containsExactly("a1", "a2", "a3");
        assertThat(responses.get(1).getMetadata()).isEqualTo(small);
        assertThat(responses.get(2).getMetadata()).isEqualTo(Map.of("alize.batch_id", "b"));
    }

    @Test
    void anOrderingKeyOfTenThousandCharactersIsRefusedAndHoldsNobody() {
        request("r1", "k".repeat(10_000));
        request("r2", "k".repeat(10_000));
        List<CompletionResponse> responses = pipeline.responses();
        assertThat(responses).extracting(CompletionResponse::getStatus).containsOnly(Status.FAILED);
        assertThat(responses.getFirst().getError().getMessage())
                .isEqualTo("ordering_key: got 10000 characters, expected 1 to 1024");
    }

    @Test
    void aDeadlineInTheYear9999IsNoDeadline() {
        pipeline.request(ordered("a1", "a")
                .setDeadline(Instant.parse("9999-12-31T23:59:59Z"))
                .build());
        assertThat(pipeline.provider.last().attempt().timeout()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void theFarthestAndTheEarliestDeadlinesThatCanBeWrittenAreUnderstood() {
        pipeline.request(Pipeline.request("far", "x")
                .setDeadline(Instant.ofEpochMilli(Long.MAX_VALUE))
                .build());
        assertThat(called()).containsExactly("far");
        pipeline.request(Pipeline.request("early", "x")
                .setDeadline(Instant.ofEpochMilli(Long.MIN_VALUE))
                .build());
        assertThat(answered()).containsExactly("early EXPIRED");
    }

    @Test
    void randomSchedulesNeverAnswerOutOfOrder() {
        long seed = Long.getLong("alize.seed", System.nanoTime());
        System.out.println("OrderingTest seed " + seed);
        for (int round = 0; round < 4; round++) {
            schedule(new Random(seed + round), "seed " + seed + " round " + round);
        }
    }

    /** Requests over 50 keys, with answers, failures, cancels, deadlines, restarts and kills in between. */
    private void schedule(Random random, String description) {
        pipeline.close();
        pipeline = new Pipeline(Pipeline.defaults(), 10);
        Map<String, List<String>> expected = new HashMap<>();
        Map<String, List<String>> seen = new HashMap<>();
        Map<String, Integer> responses = new HashMap<>();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> {
                    String key = "k" + random.nextInt(50);
                    String id = key + "-" + i;
                    var request = ordered(id, key);
                    if (random.nextInt(10) == 0) {
                        request.setMessages(List.of());
                    }
                    if (random.nextInt(10) == 0) {
                        request.setDeadline(pipeline.now().plusMillis(random.nextInt(200)));
                    }
                    expected.computeIfAbsent(key, k -> new ArrayList<>()).add(id);
                    all.add(id);
                    pipeline.request(request.build());
                }
                case 5, 6, 7 -> answer(random);
                case 8 -> pipeline.look();
                case 9 -> pipeline.commit();
                case 10 -> {
                    if (!all.isEmpty()) {
                        pipeline.cancel(all.get(random.nextInt(all.size())));
                    }
                }
                default -> {
                    pipeline.commit(); // what the store holds here is what was committed
                    collect(seen, responses);
                    if (random.nextBoolean()) {
                        pipeline.calls.close();
                    }
                    pipeline.restart();
                }
            }
            collect(seen, responses);
        }
        for (int i = 0; i < 2_000 && responses.size() < all.size(); i++) {
            step();
            answer(random);
            collect(seen, responses);
        }
        assertThat(responses.keySet()).as(description).hasSameSizeAs(all);
        assertThat(responses.values()).as(description).containsOnly(1);
        assertThat(seen).as(description).isEqualTo(expected);
        step();
        assertThat(pipeline.intake.held()).as(description).isZero();
        assertThat(pipeline.slots.taken()).as(description).isZero();
        assertThat(pipeline.slots.heldBytes()).as(description).isZero();
    }

    private void answer(Random random) {
        for (FakeProvider.Started call : pipeline.provider.calls) {
            if (random.nextInt(3) == 0) {
                if (random.nextInt(4) == 0) {
                    call.fail(FailureKind.PROVIDER_UNAVAILABLE, 503);
                } else {
                    call.succeed("x");
                }
            }
        }
    }

    private void collect(Map<String, List<String>> seen, Map<String, Integer> responses) {
        for (CompletionResponse response : pipeline.responses()) {
            String id = response.getRequestId();
            responses.merge(id, 1, Integer::sum);
            seen.computeIfAbsent(id.substring(0, id.indexOf('-')), k -> new ArrayList<>())
                    .add(id);
        }
    }
}
