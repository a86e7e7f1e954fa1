package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.TargetSettings;
import dev.alize.domain.Strategy;
import dev.alize.policies.audit.AuditLoggerSettings;
import dev.alize.policies.safety.Mode;
import dev.alize.policies.safety.SafetyFilterSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixturesTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/policy-config");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02-shorthand",
                "03-streaming",
                "04-multi-model-fallback",
                "05-cross-provider-fallback",
                "06-latency-routing",
                "07-weighted-ab",
                "08-circuit-breaker",
                "09-retry",
                "10-codestral",
                "11-combined-resilience"
            })
    void loadsUnchanged(String name) {
        Configuration configuration = read(name);

        assertThat(configuration.policies().chain()).containsExactly("audit-logger");
        assertThat(configuration.policies().inChain(AuditLoggerSettings.class)).isPresent();
        assertThat(configuration.pack().enabled()).isTrue();
    }

    @Test
    void loadsTheChainOfFourPolicies() {
        Configuration configuration = read("01-minimal-chain");

        assertThat(configuration.policies().chain())
                .containsExactly("prompt-injection", "pii-detector", "safety-filter", "audit-logger");
        assertThat(configuration.policies().inChain(SafetyFilterSettings.class))
                .hasValueSatisfying(safety -> assertThat(safety.mode()).isEqualTo(Mode.STRICT));
        assertThat(configuration.policies().inChain(AuditLoggerSettings.class))
                .hasValueSatisfying(audit -> assertThat(audit.retentionDays()).isEqualTo(365));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void readsTheShorthandLikeTheExplicitForm() {
        TargetSettings target = read("02-shorthand").providers().targets().get(0);

        assertThat(target.provider()).isEqualTo("mistral");
        assertThat(target.model()).isEqualTo("mistral-large-latest");
    }

    @Test
    void readsTargetsInTheirOrder() {
        Configuration configuration = read("11-combined-resilience");

        assertThat(configuration.providers().strategy()).isEqualTo(Strategy.FALLBACK);
        assertThat(configuration.providers().targets().stream().map(TargetSettings::id))
                .isEqualTo(List.of("mistral-large-primary", "mistral-small-secondary", "openai-emergency"));
        assertThat(configuration.providers().targets().get(2).baseUrl()).hasToString("https://api.openai.com/v1");
    }

    private static Configuration read(String name) {
        return new ConfigurationReader(Yaml.HOME).read(DIRECTORY.resolve(name + ".yaml"));
    }
}
