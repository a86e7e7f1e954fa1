package dev.alize.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private static final Question ASKED = question(1);

    private long now = 1_000_000;
    private final AnswerCache cache = new AnswerCache(rules(1_000, 5_000, 10_000), () -> Instant.ofEpochMilli(now));

    private static CacheRules rules(long ttlMs, long staleMs, long maxBytes) {
        return new CacheRules(true, ttlMs, staleMs, maxBytes, 400, true, false, "v1");
    }

    private static Question question(int number) {
        byte[] bytes = new byte[Question.LENGTH];
        bytes[31] = (byte) number;
        bytes[30] = (byte) (number >> 8);
        return Question.of(bytes);
    }

    private KeptAnswer answer(int bytes) {
        return new KeptAnswer(now, new byte[bytes]);
    }

    @Test
    void anAnswerIsFreshForItsTimeToLiveAndThenStale() {
        cache.keep(ASKED, answer(10));
        now += 999;
        assertThat(cache.fresh(ASKED, now)).isPresent();
        assertThat(cache.stale(ASKED, now)).isPresent();
        now += 1;
        assertThat(cache.fresh(ASKED, now)).isEmpty();
        assertThat(cache.stale(ASKED, now)).isPresent();
        now += 4_000;
        assertThat(cache.stale(ASKED, now)).isEmpty();
    }

    @Test
    void whatIsTooOldForEveryUseTakesNoBytes() {
        cache.keep(ASKED, answer(10));
        assertThat(cache.bytes()).isEqualTo(10 + AnswerCache.OVERHEAD);
        now += 60_000;
        cache.keep(question(2), answer(20));
        assertThat(cache.bytes()).isEqualTo(20 + AnswerCache.OVERHEAD);
        cache.keep(question(3), new KeptAnswer(now - 5_000, new byte[10]));
        assertThat(cache.stale(question(3), now - 4_000)).isEmpty();
    }

    @Test
    void theBytesOfAllAnswersStayWithinTheBound() {
        for (int i = 0; i < 1_000; i++) {
            cache.keep(question(i), answer(i % 400));
            assertThat(cache.bytes()).isLessThanOrEqualTo(10_000);
        }
        assertThat(cache.bytes()).isGreaterThan(5_000);
    }

    @Test
    void aLowerBoundHoldsFromThenOn() {
        for (int i = 0; i < 20; i++) {
            cache.keep(question(i), answer(100));
        }
        cache.follow(rules(1_000, 5_000, 1_000));
        assertThat(cache.bytes()).isLessThanOrEqualTo(1_000);
        cache.follow(rules(1_000, 5_000, 0));
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void anAnswerThatIsTooLargeIsNotKept() {
        cache.keep(ASKED, answer(401));
        assertThat(cache.fresh(ASKED, now)).isEmpty();
        cache.keep(ASKED, answer(400));
        assertThat(cache.fresh(ASKED, now)).isPresent();
    }

    @Test
    void theNewestAnswerCountsInWhateverOrderTheyCome() {
        KeptAnswer newer = answer(1);
        cache.keep(ASKED, newer);
        cache.keep(ASKED, new KeptAnswer(now - 1, new byte[2]));
        assertThat(cache.fresh(ASKED, now)).containsSame(newer);
        cache.forget(ASKED);
        assertThat(cache.fresh(ASKED, now)).isEmpty();
    }

    @Test
    void aQuestionIsItsBytes() {
        assertThat(Question.of(question(7).bytes())).isEqualTo(question(7)).isNotEqualTo(question(8));
    }
}
