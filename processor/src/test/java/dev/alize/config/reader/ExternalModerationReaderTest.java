package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.moderation.ExternalModerationSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExternalModerationReaderTest {
    private static final String TARGETS = """
            providers:
              targets:
                - {id: other, provider: openai, model: m}
                - {id: mine, provider: mistral, model: m}
                - {id: eu, provider: mistral, model: m}
            policies: {chain: [external-moderation]}
            """;

    private static ExternalModerationSettings read(String block) {
        return Yaml.read(TARGETS + block)
                .policies()
                .inChain(ExternalModerationSettings.class)
                .orElseThrow();
    }

    @Test
    void blocksRequestsAndFailsClosedByDefault() {
        assertThat(read(""))
                .isEqualTo(new ExternalModerationSettings(
                        Conduct.of(Action.BLOCK, Direction.REQUEST),
                        null,
                        "mistral-moderation-latest",
                        Duration.ofSeconds(10),
                        List.of(
                                "sexual",
                                "hate_and_discrimination",
                                "violence_and_threats",
                                "dangerous_and_criminal_content",
                                "dangerous",
                                "criminal",
                                "selfharm",
                                "jailbreaking"),
                        Map.of(),
                        64));
    }

    @Test
    void readsEveryKey() {
        assertThat(read("""
                policy:
                  external-moderation:
                    action: flag
                    direction: both
                    on_error: allow
                    target: eu
                    model: mistral-moderation-2603
                    timeout: 1500ms
                    categories: [selfharm, pii]
                    thresholds: {selfharm: 0.25}
                    max_concurrent: 8
                """))
                .isEqualTo(new ExternalModerationSettings(
                        new Conduct(Action.FLAG, Set.of(Direction.REQUEST, Direction.RESPONSE), Conduct.OnError.ALLOW),
                        "eu",
                        "mistral-moderation-2603",
                        Duration.ofMillis(1500),
                        List.of("selfharm", "pii"),
                        Map.of("selfharm", 0.25),
                        8));
    }

    @Test
    void reportsEveryProblemWithItsLine() {
        assertThat(Yaml.problems(TARGETS + """
                policy:
                  external-moderation:
                    action: redact
                    timeout: 10
                    categories: [selfharms, sexual, sexual]
                    thresholds: {sexual: 2, law: 0.5}
                    max_concurrent: 0
                """))
                .containsExactly(
                        "f.yaml:9 policy.external-moderation.action: got 'redact', expected one of block, flag, shadow.",
                        "f.yaml:10 policy.external-moderation.timeout: '10' has no unit; write e.g. '10s'.",
                        "f.yaml:11 policy.external-moderation.categories[0]: category 'selfharms' does not exist; "
                                + "existing categories: "
                                + String.join(", ", ExternalModerationSettings.KNOWN)
                                + "; did you mean 'selfharm'?",
                        "f.yaml:11 policy.external-moderation.categories[2]: category 'sexual' is in the list already.",
                        "f.yaml:12 policy.external-moderation.thresholds.sexual: got a whole number '2', expected a number from 0 to 1.",
                        "f.yaml:12 policy.external-moderation.thresholds.law: has no effect, since categories does not name it.",
                        "f.yaml:13 policy.external-moderation.max_concurrent: got a whole number '0', expected a whole number from 1 to 10000.");
    }

    @Test
    void asksTheFirstTargetThatSpeaksMistralsDialectUnlessOneIsNamed() {
        Configuration configuration = Yaml.read(TARGETS);

        assertThat(configuration.moderator(null)).contains("mine");
        assertThat(configuration.moderator("eu")).contains("eu");
    }

    @Test
    void refusesATargetThatHasNoModerationEndpointOrDoesNotExist() {
        assertThat(Yaml.problems(TARGETS + "policy: {external-moderation: {target: other}}"))
                .containsExactly("f.yaml:7 policy.external-moderation.target: got 'other', expected a target that "
                        + "speaks Mistral's dialect: [mine, eu].");
        assertThat(Yaml.problems("""
                providers: {targets: [{id: other, provider: openai, model: m}]}
                policies: {chain: [external-moderation]}
                """))
                .hasSize(1)
                .first()
                .asString()
                .contains("policy.external-moderation.target: no target of providers.targets speaks Mistral's dialect");
    }

    @Test
    void aBlockThatNoChainUsesNeedsNoTarget() {
        assertThat(Yaml.problems("""
                providers: {targets: [{id: other, provider: openai, model: m}]}
                policy: {external-moderation: {timeout: 5s}}
                """)).isEmpty();
    }
}
