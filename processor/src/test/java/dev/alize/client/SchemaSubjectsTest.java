package dev.alize.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import org.junit.jupiter.api.Test;

class SchemaSubjectsTest {
    private final Configuration configuration = new ConfigurationReader().parse("test", """
            providers: {targets: [{id: a, provider: mistral, model: m}]}
            """);

    @Test
    void everyTopicHasASchema() {
        assertThat(SchemaSubjects.schemas(configuration).keySet())
                .containsExactlyInAnyOrderElementsOf(TopicLayout.of(configuration).stream()
                        .filter(plan -> plan.topic() != Topic.REQUESTS_INTERACTIVE)
                        .map(plan -> plan.name() + "-value")
                        .toList());
    }
}
