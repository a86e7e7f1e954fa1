package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.alize.config.Policies;
import dev.alize.config.PolicyOverride;
import dev.alize.policies.audit.AuditLoggerSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
    private static final String TARGETS = "providers: {targets: [{id: a, provider: mistral, model: m}]}\n";

    @Test
    void refusesAPolicyThatDoesNotExist() {
        assertThat(Yaml.problems(TARGETS + "policies:\n  chain:\n    - audit-logger\n    - audit-loger\n"))
                .singleElement(STRING)
                .startsWith("f.yaml:5 policies.chain[1]: policy 'audit-loger' does not exist; existing policies: ")
                .endsWith("; did you mean 'audit-logger'?");
    }

    @Test
    void refusesAPolicyThatIsInTheChainTwice() {
        assertThat(Yaml.problems(TARGETS + "policies: {chain: [audit-logger, audit-logger]}"))
                .containsExactly("f.yaml:2 policies.chain[1]: policy 'audit-logger' is in the chain already.");
    }

    @Test
    void refusesABlockForAPolicyThatDoesNotExist() {
        assertThat(Yaml.problems(TARGETS + "policy:\n  xyz: {mode: strict}\n"))
                .singleElement(STRING)
                .startsWith("f.yaml:3 policy.xyz: no policy of this name exists; existing policies: ");
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

    @Test
    void readsOverrides() {
        Policies policies = Yaml.read(TARGETS + """
                policy: {audit-logger: {retention_days: 30, immutable: true}}
                policies:
                  overrides:
                    - {models: ["codestral*"], chain: [audit-logger], policy: {audit-logger: {retention_days: 7}}}
                    - {tenants: [a, b]}
                """).policies();

        assertThat(policies.overrides())
                .containsExactly(
                        new PolicyOverride(
                                List.of(),
                                List.of("codestral*"),
                                Set.of(),
                                List.of("audit-logger"),
                                Map.of("audit-logger", new AuditLoggerSettings(true, 7, false))),
                        new PolicyOverride(List.of("a", "b"), List.of(), Set.of(), List.of(), Map.of()));
        assertThat(policies.stages()).containsExactly("audit-logger");
    }

    @Test
    void refusesAnOverrideWithoutAConditionAndMistakesInIt() {
        List<String> problems = Yaml.problems(TARGETS + """
                policies:
                  overrides:
                    - chain: [audit-loger]
                    - capabilities: [cod]
                      policy: {audit-logger: {retention_dais: 7}, xyz: {}}
                      tenant: [a]
                """);

        assertThat(problems)
                .hasSize(7)
                .contains(
                        "f.yaml:4 policies.overrides[0]: has no condition; "
                                + "expected tenants, models or capabilities.",
                        "f.yaml:5 policies.overrides[1].capabilities[0]: got 'cod', expected one of "
                                + "chat, code, vision, tools, json, streaming; did you mean 'code'?",
                        "f.yaml:6 policies.overrides[1].policy.audit-logger: has no effect, "
                                + "since the chain does not name it.",
                        "f.yaml:6 policies.overrides[1].policy.audit-logger.retention_dais: "
                                + "unknown key; did you mean 'retention_days'?",
                        "f.yaml:7 policies.overrides[1].tenant: unknown key; did you mean 'tenants'?")
                .anyMatch(problem -> problem.startsWith(
                        "f.yaml:4 policies.overrides[0].chain[0]: policy 'audit-loger' does not exist"))
                .anyMatch(problem ->
                        problem.startsWith("f.yaml:6 policies.overrides[1].policy.xyz: no policy of this name exists"));
    }

    @Test
    void refusesAnOverrideWhoseConditionsAreEmpty() {
        assertThat(Yaml.problems(TARGETS + "policies: {overrides: [{tenants: []}]}"))
                .containsExactly("f.yaml:2 policies.overrides: an entry without a condition; "
                        + "expected tenants, models or capabilities.");
    }

    @Test
    void reportsAMistakeThatAnOverrideTakesOverOnce() {
        assertThat(Yaml.problems(TARGETS + """
                policies: {chain: [audit-logger], overrides: [{tenants: [a]}, {tenants: [b]}]}
                policy: {audit-logger: {retention_days: 0, imutable: true}}
                """))
                .containsExactly(
                        "f.yaml:3 policy.audit-logger.retention_days: got a whole number '0', "
                                + "expected a whole number from 1 to 36500.",
                        "f.yaml:3 policy.audit-logger.imutable: unknown key; did you mean 'immutable'?");
    }
}
