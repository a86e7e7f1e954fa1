package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Policies;
import dev.alize.policies.audit.AuditLoggerSettings;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
    private static final String TARGETS = "providers: {targets: [{id: a, provider: mistral, model: m}]}\n";

    @Test
    void refusesAPolicyThatDoesNotExist() {
        assertThat(Yaml.problems(TARGETS + "policies:\n  chain:\n    - audit-logger\n    - audit-loger\n"))
                .containsExactly("f.yaml:5 policies.chain[1]: policy 'audit-loger' does not exist; "
                        + "existing policies: audit-logger; did you mean 'audit-logger'?");
    }

    @Test
    void refusesAPolicyThatIsInTheChainTwice() {
        assertThat(Yaml.problems(TARGETS + "policies: {chain: [audit-logger, audit-logger]}"))
                .containsExactly("f.yaml:2 policies.chain[1]: policy 'audit-logger' is in the chain already.");
    }

    @Test
    void refusesABlockForAPolicyThatDoesNotExist() {
        assertThat(Yaml.problems(TARGETS + "policy:\n  safety-filter: {mode: strict}\n"))
                .containsExactly("f.yaml:3 policy.safety-filter: no policy of this name exists; "
                        + "existing policies: audit-logger.");
    }

    @Test
    void refusesAChainThatIsNoListOfNames() {
        assertThat(Yaml.problems(TARGETS + "policies: {chain: audit-logger}"))
                .containsExactly("f.yaml:2 policies.chain: got text, expected a list.");
        assertThat(Yaml.problems(TARGETS + "policies: {chain: [7]}"))
                .containsExactly(
                        "f.yaml:2 policies.chain[0]: got a whole number '7', expected text (put it in quotes).");
    }

    @Test
    void hasDefaultsForTheAuditLogger() {
        Policies policies =
                Yaml.read(TARGETS + "policies: {chain: [audit-logger]}").policies();

        assertThat(policies.inChain(AuditLoggerSettings.class)).contains(new AuditLoggerSettings(false, 365, false));
    }

    @Test
    void readsTheSettingsOfTheAuditLogger() {
        String block = "policy: {audit-logger: {retention_days: 0, imutable: true}}";

        assertThat(Yaml.problems(TARGETS + block))
                .containsExactly(
                        "f.yaml:2 policy.audit-logger.retention_days: got a whole number '0', "
                                + "expected a whole number from 1 to 36500.",
                        "f.yaml:2 policy.audit-logger.imutable: unknown key; did you mean 'immutable'?");
    }

    @Test
    void letsTheChainBeEmpty() {
        Policies policies = Yaml.read(TARGETS).policies();

        assertThat(policies.chain()).isEmpty();
        assertThat(policies.inChain(AuditLoggerSettings.class)).isEmpty();
    }
}
