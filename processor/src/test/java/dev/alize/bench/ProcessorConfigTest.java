package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.config.reader.PolicyBlocks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorConfigTest {
    private static Configuration read(Map<String, String> processing) {
        return read(processing, Providers.USUAL);
    }

    private static Configuration read(Map<String, String> processing, Providers providers) {
        return read(processing, providers, RigOptions.USUAL_POLICIES);
    }

    private static Configuration read(Map<String, String> processing, Providers providers, String policies) {
        var endpoints = new ProcessorConfig.Endpoints(
                "127.0.0.1:9092",
                "http://127.0.0.1:8081/apis/ccompat/v7",
                List.of("http://127.0.0.1:8000/v1", "http://127.0.0.1:8001/v1"));
        var config = new ProcessorConfig(
                endpoints,
                "processor-2",
                Path.of("/tmp/bench/processor-2/state"),
                new RigOptions(1, 1, processing, List.of()).with(providers).withPolicies(policies));
        return new ConfigurationReader().parse("bench", config.yaml());
    }

    @Test
    void isWhatTheReaderAccepts() {
        Configuration read = read(Map.of());
        assertThat(read.processing().streams().applicationId()).isEqualTo(ProcessorConfig.APPLICATION);
        assertThat(read.processing().streams().instanceId()).isEqualTo("processor-2");
        assertThat(read.processing().streams().stateDir()).isEqualTo(Path.of("/tmp/bench/processor-2/state"));
        assertThat(read.topics().partitions()).isEqualTo(ProcessorConfig.PARTITIONS);
        assertThat(read.topics().name(Topic.RESPONSES)).isEqualTo(Messages.RESPONSES);
        assertThat(read.providers().targets().getFirst().baseUrl().toString()).isEqualTo("http://127.0.0.1:8000/v1");
        assertThat(read.policies().chain()).containsExactly("audit-logger");
    }

    @Test
    void takesTheChainOfAConfiguration() {
        String blocks = PolicyBlocks.of(Path.of("src/test/resources/policy-config/every-key.yaml"));

        Configuration read = read(Map.of(), Providers.USUAL, blocks);

        assertThat(read.policies())
                .isEqualTo(new ConfigurationReader()
                        .read(Path.of("src/test/resources/policy-config/every-key.yaml"))
                        .policies());
    }

    @Test
    void takesFurtherKeysOfTheBlockProcessing() {
        Configuration read = read(Map.of("threads", "2", "idempotency_entries", "5000"));
        assertThat(read.processing().streams().threads()).isEqualTo(2);
        assertThat(read.processing().idempotency().entries()).isEqualTo(5000);
    }

    @Test
    void everyProviderOfABenchIsATargetThatTheReaderAccepts() {
        RigOptions rig = new RigOptions(1, 1, Map.of(), List.of());
        Duration second = Duration.ofSeconds(5);
        var outage = new OutageOptions(50, second, second, second, true, rig);
        assertThat(read(Map.of(), outage.rig().providers()).providers().targets())
                .extracting(target -> target.id())
                .containsExactly(OutageOptions.PRIMARY, OutageOptions.SECOND);
        var quota = new QuotaOptions(50, second, 7, QuotaOptions.Event.NONE, false, false, 0.9, rig);
        assertThat(read(Map.of(), quota.rig().providers())
                        .providers()
                        .targets()
                        .getFirst()
                        .quota()
                        .windows())
                .hasSize(2);
    }
}
