package dev.alize.ingress.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestIndexTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final Place REQUEST = new Place("llm.requests", 3, 7);
    private static final Place RESPONSE = new Place("llm.responses", 3, 9);

    private final RequestIndex index = new RequestIndex(4, 60);

    private static Identity id(int number) {
        return new Identity("acme", "r" + number);
    }

    @Test
    void knowsARequestFromItsRecordToItsResponse() {
        assertThat(index.find(id(1))).isEqualTo(new Found.Unknown());
        index.requested(id(1), REQUEST, NOW);
        assertThat(index.find(id(1))).isEqualTo(new Found.Open(REQUEST));
        index.answered(id(1), RESPONSE, NOW + 5);
        assertThat(index.find(id(1))).isEqualTo(new Found.Answered(RESPONSE));
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void stillKnowsTheResponseWhenTheRequestIsReadLater() {
        index.answered(id(1), RESPONSE, NOW);
        index.requested(id(1), REQUEST, NOW);
        assertThat(index.find(id(1))).isEqualTo(new Found.Answered(RESPONSE));
    }

    @Test
    void takesTheLaterOfTwoResponsesInWhateverOrderTheyAreRead() {
        Place later = new Place("llm.responses", 3, 12);
        index.answered(id(1), later, NOW);
        index.answered(id(1), RESPONSE, NOW);
        assertThat(index.find(id(1))).isEqualTo(new Found.Answered(later));
        index.answered(id(2), RESPONSE, NOW);
        index.answered(id(2), later, NOW);
        assertThat(index.find(id(2))).isEqualTo(new Found.Answered(later));
    }

    @Test
    void tellsTenantsApart() {
        index.answered(new Identity("a", "bc"), RESPONSE, NOW);
        assertThat(index.find(new Identity("ab", "c"))).isEqualTo(new Found.Unknown());
        assertThat(index.find(new Identity("b", "bc"))).isEqualTo(new Found.Unknown());
    }

    @Test
    void pushesTheOldestOutWhenThereIsNoRoom() {
        for (int i = 0; i < 5; i++) {
            index.answered(id(i), new Place("llm.responses", 0, i), NOW);
        }
        assertThat(index.find(id(0))).isEqualTo(new Found.Unknown());
        assertThat(index.find(id(4))).isInstanceOf(Found.Answered.class);
        assertThat(index.size()).isEqualTo(4);
        assertThat(index.pushedOut()).isEqualTo(1);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        index.answered(id(0), RESPONSE, NOW);
        index.answered(id(1), RESPONSE, NOW + 30_000);
        index.answered(id(2), RESPONSE, NOW + 61_000);
        assertThat(index.find(id(0))).isEqualTo(new Found.Unknown());
        assertThat(index.find(id(1))).isInstanceOf(Found.Answered.class);
        assertThat(index.pushedOut()).isZero();
    }

    @Test
    void takesUpRequestsOfBeforeWithoutPushingResponsesOut() {
        index.requestedBefore(id(0), REQUEST, NOW);
        for (int i = 1; i < 4; i++) {
            index.answered(id(i), RESPONSE, NOW);
        }
        index.requestedBefore(id(4), REQUEST, NOW);
        index.requestedBefore(id(3), REQUEST, NOW);
        assertThat(index.find(id(0))).isEqualTo(new Found.Open(REQUEST));
        assertThat(index.find(id(1))).isEqualTo(new Found.Answered(RESPONSE));
        assertThat(index.find(id(3))).isEqualTo(new Found.Answered(RESPONSE));
        assertThat(index.find(id(4))).isEqualTo(new Found.Unknown());
        assertThat(index.pushedOut()).isEqualTo(1);
    }

    @Test
    void doesNotTakeWhatWasPushedOutForOpen() {
        for (int i = 0; i < 5; i++) {
            index.answered(id(i), RESPONSE, NOW);
        }
        index.answered(id(5), RESPONSE, NOW + 61_000);
        assertThat(index.size()).isEqualTo(1);
        index.requestedBefore(id(0), REQUEST, NOW + 61_000);
        assertThat(index.find(id(0))).isEqualTo(new Found.Unknown());
    }

    @Test
    void doesNotTakeWhatIsOlderThanTheWindowForOpen() {
        index.answered(id(0), RESPONSE, NOW);
        index.answered(id(1), RESPONSE, NOW + 61_000);
        index.requestedBefore(id(0), REQUEST, NOW);
        assertThat(index.find(id(0))).isEqualTo(new Found.Unknown());
        index.requestedBefore(id(2), REQUEST, NOW + 2_000);
        assertThat(index.find(id(2))).isEqualTo(new Found.Open(REQUEST));
    }

    @Test
    void holdsLargePlacesOfManyTopics() {
        for (int topic = 0; topic < 200; topic++) {
            Place place = new Place("t" + topic, RequestIndex.MOST_PARTITIONS - 1, (1L << 40) - 1);
            index.requested(id(topic), place, NOW);
            assertThat(index.find(id(topic))).isEqualTo(new Found.Open(place));
        }
    }

    @Test
    void agreesWithAPlainMapWhateverComes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int entries = 64;
        RequestIndex tested = new RequestIndex(entries, Integer.MAX_VALUE);
        LinkedHashMap<Identity, Found> model = new LinkedHashMap<>();
        Map<Identity, Found> gone = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Identity identity = id(random.nextInt(200));
            boolean response = random.nextBoolean();
            Place place = new Place(response ? "llm.responses" : "llm.requests", random.nextInt(6), step);
            if (response) {
                tested.answered(identity, place, NOW);
            } else {
                tested.requested(identity, place, NOW);
            }
            if (!model.containsKey(identity) && model.size() == entries) {
                Identity oldest = model.keySet().iterator().next();
                gone.put(oldest, model.remove(oldest));
            }
            model.merge(
                    identity,
                    response ? new Found.Answered(place) : new Found.Open(place),
                    (before, now) -> laterOf(before, now));
            Identity asked = id(random.nextInt(200));
            Found expected = model.getOrDefault(asked, new Found.Unknown());
            assertThat(tested.find(asked)).as("seed %d, step %d", seed, step).isEqualTo(expected);
        }
        assertThat(gone).isNotEmpty();
    }

    /** A response counts over a request; of two responses that of the higher partition and offset, which is the later one. */
    private static Found laterOf(Found before, Found now) {
        if (!(now instanceof Found.Answered answer)) {
            return before;
        }
        if (!(before instanceof Found.Answered earlier)) {
            return now;
        }
        Place left = earlier.response();
        Place right = answer.response();
        boolean later = right.partition() > left.partition()
                || right.partition() == left.partition() && right.offset() > left.offset();
        return later ? now : before;
    }
}
