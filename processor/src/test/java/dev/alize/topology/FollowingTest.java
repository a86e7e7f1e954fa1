package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.cache.Flights;
import dev.alize.cache.KeptAnswer;
import dev.alize.cache.Question;
import dev.alize.domain.RequestKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FollowingTest {
    private static final Question ASKED = Question.of(new byte[Question.LENGTH]);
    private static final KeptAnswer ANSWER = new KeptAnswer(0, new byte[1]);

    private final Flights flights = new Flights();
    private final Following here = new Following(flights);
    private final Following there = new Following(flights);
    private final List<String> told = new ArrayList<>();

    private static RequestKey key(long number) {
        return new RequestKey(0, number);
    }

    private void takeNews(Following task) {
        task.takeNews(100, new Following.Receiver() {
            @Override
            public void goes(RequestKey request) {
                told.add(request.low() + " goes");
            }

            @Override
            public void gets(RequestKey request, KeptAnswer answer) {
                told.add(request.low() + " gets it");
            }
        });
    }

    @Test
    void aRequestGetsTheAnswerOfOneOfAnotherTask() {
        assertThat(here.join(key(1), ASKED, 1, 100)).isFalse();
        assertThat(there.join(key(2), ASKED, 1, 100)).isTrue();
        assertThat(there.isEmpty()).isFalse();
        flights.share(ASKED, ANSWER);
        takeNews(here);
        assertThat(told).isEmpty();
        takeNews(there);
        assertThat(told).containsExactly("2 gets it");
        assertThat(there.isEmpty()).isTrue();
    }

    @Test
    void whereTheTaskOfTheLeaderClosesARequestOfAnotherTaskIsCalled() {
        here.join(key(1), ASKED, 1, 100);
        there.join(key(2), ASKED, 1, 100);
        here.close();
        takeNews(there);
        assertThat(told).containsExactly("2 goes");
    }

    @Test
    void aLeaderThatWasAnsweredInAnAbortedTransactionLeavesWithItsTask() {
        here.join(key(1), ASKED, 1, 100);
        there.join(key(2), ASKED, 1, 100);
        here.leave(key(1), action -> {});
        takeNews(there);
        assertThat(told).isEmpty();
        here.close();
        takeNews(there);
        assertThat(told).containsExactly("2 goes");
    }

    @Test
    void oneThatWasAnsweredBeforeItsNewsCameIsToldNothing() {
        here.join(key(1), ASKED, 1, 100);
        here.join(key(2), ASKED, 1, 100);
        flights.share(ASKED, ANSWER);
        here.leave(key(2), Runnable::run);
        takeNews(here);
        assertThat(told).isEmpty();
        assertThat(here.isEmpty()).isTrue();
    }

    @Test
    void onlyThoseThatStillFollowExpire() {
        here.join(key(1), ASKED, 1, 10);
        here.join(key(2), ASKED, 1, 20);
        here.join(key(3), ASKED, 1, 30);
        here.join(key(4), ASKED, 1, 31);
        here.leave(key(2), Runnable::run);
        List<RequestKey> expired = new ArrayList<>();
        here.takeExpired(100, 30, expired::add);
        assertThat(expired).containsExactly(key(3));
    }

    /** Tasks on threads of their own: each request that follows is told once, unless it left before. */
    @Test
    void nobodyIsForgottenOrToldTwiceWhateverTheOrder() throws Exception {
        long seed = System.nanoTime();
        System.out.println("FollowingTest seed " + seed);
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                tasks.add(() -> run(new Random(seed + number), number));
            }
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                assertThat(task.get()).isTrue();
            }
        }
        assertThat(here.join(key(1), ASKED, 0, 100))
                .as("all flights have ended")
                .isFalse();
    }

    private boolean run(Random random, int number) {
        Following task = new Following(flights);
        Set<RequestKey> following = new HashSet<>();
        Set<RequestKey> leading = new HashSet<>();
        boolean[] sound = {true};
        Following.Receiver receiver = new Following.Receiver() {
            @Override
            public void goes(RequestKey request) {
                sound[0] &= following.remove(request);
                leading.add(request);
            }

            @Override
            public void gets(RequestKey request, KeptAnswer answer) {
                sound[0] &= following.remove(request);
                task.leave(request, Runnable::run);
            }
        };
        for (int i = 0; i < 20_000; i++) {
            RequestKey key = key(number * 1_000_000L + i);
            (task.join(key, ASKED, random.nextInt(3), 100) ? following : leading).add(key);
            if (random.nextInt(3) == 0) {
                flights.share(ASKED, ANSWER);
            }
            Set<RequestKey> ending = random.nextBoolean() ? leading : following;
            ending.stream().findFirst().ifPresent(request -> {
                task.leave(request, Runnable::run);
                ending.remove(request);
            });
            task.takeNews(10, receiver);
        }
        leading.forEach(request -> task.leave(request, Runnable::run));
        flights.disband(ASKED);
        task.takeNews(Integer.MAX_VALUE, receiver);
        boolean complete = following.isEmpty() && task.isEmpty();
        task.close();
        return sound[0] && complete;
    }
}
