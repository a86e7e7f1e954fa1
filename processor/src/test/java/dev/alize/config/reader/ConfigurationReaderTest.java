package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.config.Configuration;
import dev.alize.config.PackSettings;
import dev.alize.config.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {
    @Test
    void rendersAllProblemsInOneMessage() {
        List<Problem> problems = List.of(
                new Problem("policy-config.yaml", 14, "processing.drain_timeout", "'90' has no unit; write e.g. '90s'"),
                new Problem("policy-config.yaml", 3, "polices", "unknown key; did you mean 'policies'?"));

        assertThat(new ConfigurationException(problems))
                .hasMessage("Configuration is invalid (2 problems): "
                        + "1) policy-config.yaml:14 processing.drain_timeout: '90' has no unit; write e.g. '90s'. "
                        + "2) policy-config.yaml:3 polices: unknown key; did you mean 'policies'?");
    }

    @Test
    void reportsAllProblemsAtOnceByLine() {
        String text = """
                pack:
                  enabled: perhaps
                polices:
                  chain: []
                providers:
                  targets:
                    - id: one
                      provider: mistral
                processing:
                  drain_timeout: 90
                  threads: many
                """;

        assertThat(Yaml.problems(text))
                .containsExactly(
                        "f.yaml:2 pack.enabled: got 'perhaps', expected true or false.",
                        "f.yaml:3 polices: unknown key; did you mean 'policies'?",
                        "f.yaml:7 providers.targets[0].model: missing; expected text.",
                        "f.yaml:10 processing.drain_timeout: '90' has no unit; write e.g. '90s'.",
                        "f.yaml:11 processing.threads: got 'many', expected a whole number from 1 to 64.");
    }

    @Test
    void reportsWhatAnEmptyFileLacks() {
        assertThat(Yaml.problems(""))
                .containsExactly(
                        "f.yaml:1 providers: missing; expected a map with at least one entry in providers.targets.");
    }

    @Test
    void takesABlockWithoutEntriesForAnAbsentOne() {
        Configuration read = Yaml.read(Yaml.MINIMAL + "pack:\npolicy:\nkafka:\ntopics:\nprocessing:\n");

        assertThat(read).isEqualTo(Yaml.read(Yaml.MINIMAL));
    }

    @Test
    void refusesABlockThatIsNoMap() {
        assertThat(Yaml.problems(Yaml.MINIMAL + "kafka: [a]\ntopics: llm\n"))
                .containsExactly(
                        "f.yaml:6 kafka: got a list, expected a map.", "f.yaml:7 topics: got text, expected a map.");
    }

    @Test
    void hasDefaultsForThePack() {
        assertThat(Yaml.read(Yaml.MINIMAL).pack()).isEqualTo(new PackSettings("default", "1.0.0", true));
    }

    @Test
    void takesAVersionThatLooksLikeANumber() {
        assertThat(Yaml.read(Yaml.MINIMAL + "pack: {version: 1.10}").pack().version())
                .isEqualTo("1.10");
    }

    @Test
    void reportsRulesBetweenBlocksWithTheirLine() {
        String text = Yaml.MINIMAL + """
                policy:
                  audit-logger:
                    immutable: true
                processing:
                  guarantee: at_least_once
                """;

        assertThat(Yaml.problems(text))
                .containsExactly("f.yaml:8 policy.audit-logger.immutable: needs processing.guarantee exactly_once_v2.");
    }

    @Test
    void reportsAFileThatCannotBeRead() {
        assertThatThrownBy(() -> new ConfigurationReader().read(Path.of("no/such.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Configuration is invalid (1 problem): "
                        + "1) no/such.yaml: no such file; expected a YAML file.");
    }

    @Test
    void hasAConfigurationForARunWithoutFile() {
        Configuration defaults = new ConfigurationReader().defaults();

        assertThat(defaults.policies().chain()).containsExactly("audit-logger");
        assertThat(defaults.providers().targets()).hasSize(2);
        assertThat(defaults.warnings()).isEmpty();
    }
}
