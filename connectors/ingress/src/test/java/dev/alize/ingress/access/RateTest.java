package dev.alize.ingress.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.alize.ingress.access.Rate.Bucket;
import dev.alize.ingress.access.Rate.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    @Test
    void aBurstEntersAtOnceAndTheNextWaitsForItsTurn() {
        Rate rate = new Rate(60, 3);
        Bucket bucket = Rate.empty(5);
        for (int i = 0; i < 3; i++) {
            Decision decision = rate.take(bucket, 5);
            assertThat(decision.isLetIn()).isTrue();
            bucket = decision.next();
        }
        assertThat(rate.take(bucket, 5).waitNanos()).isEqualTo(SECOND);
        assertThat(rate.take(bucket, 5 + SECOND - 1).waitNanos()).isEqualTo(1);
        assertThat(rate.take(bucket, 5 + SECOND).isLetIn()).isTrue();
    }

    @Test
    void whoIsRefusedPaysNothing() {
        Rate rate = new Rate(60, 1);
        Bucket bucket = rate.take(Rate.empty(0), 0).next();
        for (int i = 0; i < 1000; i++) {
            bucket = rate.take(bucket, 10).next();
        }
        assertThat(rate.take(bucket, SECOND).isLetIn()).isTrue();
    }

    @Test
    void aRateThatDividesNoMinuteLosesAndGainsNothingInADay() {
        Rate rate = new Rate(7, 1);
        Bucket bucket = Rate.empty(0);
        long now = 0;
        long entered = 0;
        while (now < 1440 * MINUTE) {
            Decision decision = rate.take(bucket, now);
            bucket = decision.next();
            entered += decision.isLetIn() ? 1 : 0;
            now += decision.waitNanos();
        }
        assertThat(entered).isEqualTo(7 * 1440);
    }

    @Test
    void noSpanHoldsMoreThanTheBurstAndItsShare() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Rate rate = new Rate(600, 20);
        Bucket bucket = Rate.empty(0);
        List<Long> entered = new ArrayList<>();
        for (long now = 0; now < 5 * MINUTE; now += random.nextLong(1, SECOND / 5)) {
            Decision decision = rate.take(bucket, now);
            bucket = decision.next();
            if (decision.isLetIn()) {
                entered.add(now);
            }
        }
        for (int from = 0; from < entered.size(); from += 17) {
            for (int to = from; to < entered.size(); to += 13) {
                long span = entered.get(to) - entered.get(from);
                assertThat(to - from + 1).as("seed %d", seed).isLessThanOrEqualTo((int) (20 + span * 600 / MINUTE));
            }
        }
    }

    @Test
    void aLongPauseAndAClockThatStandsDoNoHarm() {
        Rate rate = new Rate(Rate.MOST_PER_MINUTE, Rate.MOST_BURST);
        Bucket bucket =
                rate.take(Rate.empty(Long.MIN_VALUE / 4), Long.MIN_VALUE / 4).next();
        assertThat(rate.take(bucket, Long.MAX_VALUE / 4).next().level()).isEqualTo(MINUTE);
        assertThat(rate.take(bucket, Long.MIN_VALUE / 2).isLetIn()).isTrue();
    }

    @Test
    void aSmallerBurstHoldsFromTheNextRequestOn() {
        Bucket bucket = Rate.empty(0);
        for (int i = 0; i < 100; i++) {
            bucket = new Rate(60, 100).take(bucket, 0).next();
        }
        assertThat(new Rate(60, 1).take(bucket, 0).waitNanos()).isEqualTo(SECOND);
    }

    @Test
    void theUsualBurstIsSixSeconds() {
        assertThat(Rate.perMinute(600).burst()).isEqualTo(60);
        assertThat(Rate.perMinute(5).burst()).isEqualTo(1);
    }

    @Test
    void boundsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(0, 1)).withMessageContaining("got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 0));
    }
}
