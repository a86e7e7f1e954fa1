package dev.alize.simulator.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final Limit REQUESTS = new Limit(Measure.REQUESTS, 2, Span.MINUTE);
    private static final Limit TOKENS = new Limit(Measure.TOKENS, 100, Span.TEN_SECONDS);

    @Test
    void letsCallsInWhileBothLimitsHaveSomethingLeft() {
        Quotas quotas = enforcing(1, REQUESTS, TOKENS);
        assertThat(quotas.enter("a", 0)).isNull();
        quotas.debit("a", 10, 99);
        assertThat(quotas.enter("a", 20)).isNull();
        assertThat(refusedFor(quotas, 30)).isEqualTo(REQUESTS);
        assertThat(refusedFor(quotas, 59_999)).isEqualTo(REQUESTS);
        assertThat(quotas.enter("a", 60_000)).isNull();
        assertThat(quotas.enter("b", 30)).as("another model").isNull();
    }

    @Test
    void tokensMayGoBeyondTheirLimitAndThenRefuse() {
        Quotas quotas = enforcing(1, new Limit(Measure.REQUESTS, 50, Span.MINUTE), TOKENS);
        assertThat(quotas.enter("a", 0)).isNull();
        assertThat(quotas.enter("a", 1)).as("nothing is reserved").isNull();
        quotas.debit("a", 500, 80);
        quotas.debit("a", 600, 80);
        assertThat(refusedFor(quotas, 700)).isEqualTo(TOKENS);
        assertThat(standing(quotas, TOKENS, 700).left()).isZero();
        assertThat(standing(quotas, TOKENS, 700).resetMillis()).isEqualTo(9_900);
        assertThat(quotas.enter("a", 10_500)).as("80 of 100 are left").isNull();
    }

    @Test
    void aRefusedCallCountsNothing() {
        Quotas quotas = enforcing(1, REQUESTS);
        for (int i = 0; i < 100; i++) {
            quotas.enter("a", i);
        }
        assertThat(quotas.enter("a", 60_000)).isNull();
        assertThat(quotas.enter("a", 60_001)).isNull();
        assertThat(quotas.enter("a", 60_002)).isNotNull();
    }

    @Test
    void aLimitOfZeroRefusesEverything() {
        Quotas quotas = enforcing(1, new Limit(Measure.REQUESTS, 0, Span.MINUTE));
        assertThat(refusedFor(quotas, 0).most()).isZero();
    }

    @Test
    void toldLimitsRefuseNothing() {
        Quotas quotas = new Quotas(Limits.perMinute(1, 1));
        for (int i = 0; i < 3; i++) {
            assertThat(quotas.enter("a", i)).isNull();
        }
        assertThat(quotas.standings("a", 3).getFirst().left()).isZero();
    }

    @Test
    void aTimeScaleShortensWindows() {
        Quotas quotas = enforcing(10, REQUESTS);
        quotas.enter("a", 0);
        quotas.enter("a", 0);
        assertThat(quotas.enter("a", 5_999)).isNotNull();
        assertThat(quotas.enter("a", 6_000)).isNull();
    }

    @Test
    void remembersWhatEachTenthOfAWindowSaw() {
        Quotas quotas = enforcing(1, REQUESTS, TOKENS);
        quotas.enter("a", 1_000);
        quotas.debit("a", 2_500, 70);
        quotas.enter("a", 13_000);
        quotas.enter("a", 61_001);
        quotas.enter("a", 62_000);
        Usage usage = quotas.usage(63_000).getFirst();
        assertThat(usage.model()).isEqualTo("a");
        assertThat(usage.ageMillis()).isEqualTo(62_000);
        Usage.Of requests = usage.limits().getFirst();
        assertThat(requests.used()).containsExactly(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(requests.refused()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(requests.fullest()).isEqualTo(2);
        Usage.Of tokens = usage.limits().getLast();
        assertThat(tokens.used()).containsExactly(0, 70);
        assertThat(tokens.fullest()).isEqualTo(70);
        quotas.reset();
        assertThat(quotas.usage(64_000)).isEmpty();
    }

    @Test
    void manyModelsShareOneQuotaInTheEnd() {
        Quotas quotas = enforcing(1, REQUESTS);
        for (int i = 0; i < 1_000; i++) {
            quotas.enter("model-" + i, 0);
        }
        quotas.enter("one more", 0);
        quotas.enter("and another", 0);
        assertThat(quotas.enter("the last", 0)).isNotNull();
        assertThat(quotas.usage(0)).hasSize(1_001);
    }

    @Test
    void readsLimitsAsPeopleWriteThem() {
        assertThat(Limit.parse("requests=500/10s")).isEqualTo(new Limit(Measure.REQUESTS, 500, Span.TEN_SECONDS));
        assertThat(Limit.parse("tokens=0/5-minute")).isEqualTo(new Limit(Measure.TOKENS, 0, Span.FIVE_MINUTES));
        assertThatThrownBy(() -> Limit.parse("requests=5")).hasMessageContaining("write e.g. 'requests=500/10s'");
        assertThatThrownBy(() -> Limit.parse("calls=5/1m")).hasMessageContaining("expected requests or tokens");
        assertThatThrownBy(() -> Limit.parse("tokens=5/7s")).hasMessageContaining("expected one of 1s, 10s, 1m");
        assertThatThrownBy(() -> new Limits(List.of(REQUESTS, REQUESTS), true, 1))
                .hasMessageContaining("each measure and window once");
        assertThatThrownBy(() -> Limits.AMPLE.scaled(0)).hasMessageContaining("time scale is 0.0");
    }

    private static Quotas enforcing(double timeScale, Limit... limits) {
        return new Quotas(new Limits(List.of(limits), true, timeScale));
    }

    private static Limit refusedFor(Quotas quotas, long millis) {
        return Objects.requireNonNull(quotas.enter("a", millis)).limit();
    }

    private static Standing standing(Quotas quotas, Limit limit, long millis) {
        return quotas.standings("a", millis).stream()
                .filter(standing -> standing.limit().equals(limit))
                .findFirst()
                .orElseThrow();
    }
}
