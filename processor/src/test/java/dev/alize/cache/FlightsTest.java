package dev.alize.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {
    private static final Question ASKED = Question.of(new byte[Question.LENGTH]);
    private static final KeptAnswer ANSWER = new KeptAnswer(0, new byte[1]);

    private final Flights flights = new Flights();
    private final List<String> told = new ArrayList<>();

    private final class Request implements Flights.Member {
        private final String name;
        private final int rank;

        Request(String name, int rank) {
            this.name = name;
            this.rank = rank;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public void goes() {
            told.add(name + " goes");
        }

        @Override
        public void gets(KeptAnswer answer) {
            told.add(name + " gets it");
        }
    }

    private Request joined(String name) {
        Request request = new Request(name, 1);
        flights.join(ASKED, request);
        return request;
    }

    @Test
    void theFirstIsCalledAndTheOthersGetItsAnswer() {
        assertThat(flights.join(ASKED, new Request("a", 1))).isFalse();
        assertThat(flights.join(ASKED, new Request("b", 1))).isTrue();
        assertThat(flights.join(ASKED, new Request("c", 2))).isTrue();
        flights.share(ASKED, ANSWER);
        assertThat(told).containsExactly("b gets it", "c gets it");
        assertThat(flights.followers()).isZero();
        assertThat(flights.join(ASKED, new Request("d", 1))).isFalse();
    }

    @Test
    void whereTheLeaderLeavesTheFirstFollowerIsCalled() {
        Request a = joined("a");
        Request b = joined("b");
        joined("c");
        flights.leave(ASKED, a);
        assertThat(told).containsExactly("b goes");
        flights.leave(ASKED, a);
        flights.leave(ASKED, b);
        assertThat(told).containsExactly("b goes", "c goes");
        assertThat(flights.followers()).isZero();
    }

    @Test
    void aFollowerThatLeavesIsToldNothing() {
        Request a = joined("a");
        Request b = joined("b");
        joined("c");
        flights.leave(ASKED, b);
        flights.leave(ASKED, a);
        assertThat(told).containsExactly("c goes");
    }

    @Test
    void afterThreeLeadersInVainAllAreCalledAtOnce() {
        Request a = joined("a");
        Request b = joined("b");
        Request c = joined("c");
        joined("d");
        joined("e");
        flights.leave(ASKED, a);
        flights.leave(ASKED, b);
        assertThat(told).containsExactly("b goes", "c goes");
        flights.leave(ASKED, c);
        assertThat(told).containsExactly("b goes", "c goes", "d goes", "e goes");
    }

    @Test
    void anAnswerThatCannotBeSharedLetsAllGo() {
        joined("a");
        joined("b");
        joined("c");
        flights.disband(ASKED);
        assertThat(told).containsExactly("b goes", "c goes");
        assertThat(flights.followers()).isZero();
    }

    @Test
    void aMoreUrgentRequestDoesNotWaitForTheLeaderButLeads() {
        Request bulk = new Request("bulk", 2);
        flights.join(ASKED, bulk);
        assertThat(flights.join(ASKED, new Request("normal", 1))).isFalse();
        assertThat(flights.join(ASKED, new Request("next", 1))).isTrue();
        flights.leave(ASKED, bulk);
        assertThat(told).isEmpty();
        flights.share(ASKED, ANSWER);
        assertThat(told).containsExactly("next gets it");
    }

    @Test
    void noMoreFollowThanTheBoundSays() {
        joined("leader");
        for (int i = 0; i < Flights.MOST_FOLLOWERS; i++) {
            assertThat(flights.join(ASKED, new Request("f", 1))).isTrue();
        }
        Request alone = new Request("alone", 1);
        assertThat(flights.join(ASKED, alone)).isFalse();
        flights.leave(ASKED, alone);
        assertThat(told).isEmpty();
        assertThat(flights.followers()).isEqualTo(Flights.MOST_FOLLOWERS);
    }
}
