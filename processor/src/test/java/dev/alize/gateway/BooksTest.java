package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import org.junit.jupiter.api.Test;

class BooksTest {
    private static Configuration configuration(String policies) {
        return new ConfigurationReader().parse("test", policies + """
                providers: {targets: [{id: a, provider: mistral, model: m, pricing: {prompt: 2, completion: 6}}]}
                """);
    }

    @Test
    void letTheFirstCallsGoFirstUnlessBudgetsWaitForThem() {
        assertThat(Books.delay(configuration(""))).isPositive();
        assertThat(Books.delay(configuration("""
                policies: {chain: [budget]}
                policy: {budget: {max_usd_per_request: 1}}
                """))).isZero();
    }
}
