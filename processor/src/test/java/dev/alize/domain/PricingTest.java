package dev.alize.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricingTest {
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant JANUARY = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void aChangeAppliesFromItsTimeOn() {
        Pricing pricing = new Pricing(
                2, 6, 0.2, List.of(new PriceChange(DECEMBER, 1, 5, 0.1), new PriceChange(JANUARY, 3, 3, 3)));

        assertThat(pricing.at(DECEMBER.minusMillis(1))).isEqualTo(new Price(2, 6, 0.2));
        assertThat(pricing.at(DECEMBER)).isEqualTo(new Price(1, 5, 0.1));
        assertThat(pricing.at(JANUARY.minusMillis(1))).isEqualTo(new Price(1, 5, 0.1));
        assertThat(pricing.at(JANUARY.plusSeconds(1))).isEqualTo(new Price(3, 3, 3));
    }

    @Test
    void cachedTokensHaveTheirOwnPriceAndAreNoMoreThanThePrompt() {
        Price price = new Price(2, 6, 0.2);

        assertThat(price.of(1_000, 0, 500)).isEqualTo(0.005);
        assertThat(price.of(1_000, 400, 500)).isEqualTo(0.00428);
        assertThat(price.of(1_000, 5_000, 0)).isEqualTo(0.0002);
        assertThat(price.of(1_000, -1, 0)).isEqualTo(0.002);
    }

    @Test
    void changesComeByTime() {
        PriceChange change = new PriceChange(DECEMBER, 1, 1, 1);

        assertThatThrownBy(() -> new Pricing(1, 1, 1, List.of(change, change)))
                .hasMessageContaining("expected a later moment");
    }
}
