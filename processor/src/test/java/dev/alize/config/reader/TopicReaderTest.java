package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.config.TopicSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicReaderTest {
    @Test
    void namesTopicsByPrefix() {
        assertThat(topics("prefix: llm.").names().values())
                .containsExactly(
                        "llm.requests",
                        "llm.cancels",
                        "llm.responses",
                        "llm.chunks",
                        "llm.retries",
                        "llm.fallbacks",
                        "llm.dead-letters",
                        "llm.audit",
                        "llm.control",
                        "llm.quota-shares",
                        "llm.cache",
                        "llm.audit-checkpoints",
                        "llm.erasures",
                        "llm.usage",
                        "llm.budget-claims",
                        "llm.budgets",
                        "llm.incidents");
        assertThat(topics("prefix: ''").name(Topic.DEAD_LETTERS)).isEqualTo("dead-letters");
        assertThat(Yaml.read(Yaml.MINIMAL).topics()).isEqualTo(topics("prefix: llm."));
    }

    @Test
    void hasDefaults() {
        Configuration configuration = Yaml.read(Yaml.MINIMAL);
        TopicSettings topics = configuration.topics();

        assertThat(topics.partitions(Topic.REQUESTS)).isEqualTo(6);
        assertThat(topics.partitions(Topic.CONTROL)).isEqualTo(1);
        assertThat(topics.partitions(Topic.QUOTA_SHARES)).isEqualTo(1);
        assertThat(topics.replicationFactor()).isEqualTo(-1);
        assertThat(configuration.retention(Topic.REQUESTS)).isEqualTo(Duration.ofDays(7));
        assertThat(configuration.retention(Topic.RESPONSES)).isEqualTo(Duration.ofDays(7));
        assertThat(configuration.retention(Topic.DEAD_LETTERS)).isEqualTo(Duration.ofDays(30));
        assertThat(configuration.retention(Topic.AUDIT)).isEqualTo(Duration.ofDays(365));
        assertThat(configuration.retention(Topic.QUOTA_SHARES)).isEqualTo(Duration.ofHours(1));
        assertThat(configuration.retention(Topic.CACHE)).isEqualTo(Duration.ofHours(24));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prefix: 'my topics.'",
                "requests: 'a/b'",
                "requests: '..'",
                "requests: ''",
                "partitions: 0",
                "partitions: six",
                "replication_factor: 0",
                "replication_factor: -2",
                "retention: {requests: 7}",
                "retention: {requests: 0s}",
                "retention: {audit: 7d}",
                "retention: {quota_shares: 7d}",
                "retention: {cache: 7d}",
                "request: mine"
            })
    void refusesAValueThatCannotBe(String line) {
        assertThat(problems(line)).singleElement().asString().startsWith("f.yaml:7 topics.");
    }

    @Test
    void refusesNamesOfMoreThan249Characters() {
        assertThat(problems("requests: " + "a".repeat(250))).hasSize(1);
        assertThat(problems("requests: " + "a".repeat(249))).isEmpty();
    }

    @Test
    void refusesTwoTopicsWithTheSameName() {
        assertThat(problems("retries: llm.requests"))
                .containsExactly("f.yaml:7 topics.retries: 'llm.requests' is the name of both requests and retries "
                        + "(dots and underscores count as equal).");
        assertThat(problems("requests: llm_audit"))
                .containsExactly("f.yaml:7 topics.requests: 'llm.audit' is the name of both requests and audit "
                        + "(dots and underscores count as equal).");
    }

    private static TopicSettings topics(String line) {
        return Yaml.read(Yaml.MINIMAL + "topics:\n  " + line + "\n").topics();
    }

    private static List<String> problems(String line) {
        return Yaml.problems(Yaml.MINIMAL + "topics:\n  " + line + "\n");
    }
}
