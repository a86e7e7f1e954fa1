package dev.alize.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicLayoutTest {
    private final Configuration configuration = new ConfigurationReader().parse("test", """
            policies: {chain: [audit-logger]}
            policy: {audit-logger: {retention_days: 90}}
            providers: {targets: [{id: a, provider: mistral, model: m}]}
            topics: {prefix: acme., partitions: 12, replication_factor: 3}
            """);

    @Test
    void plansEveryUsedTopicAsConfigured() {
        List<Plan> plans = TopicLayout.of(configuration);

        assertThat(plans.stream().map(Plan::name))
                .containsExactly(
                        "acme.requests",
                        "acme.cancels",
                        "acme.responses",
                        "acme.chunks",
                        "acme.retries",
                        "acme.fallbacks",
                        "acme.dead-letters",
                        "acme.audit",
                        "acme.control",
                        "acme.quota-shares",
                        "acme.cache",
                        "acme.audit-checkpoints",
                        "acme.erasures",
                        "acme.usage",
                        "acme.budget-claims",
                        "acme.budgets",
                        "acme.incidents");
        assertThat(plans).allSatisfy(plan -> {
            assertThat(plan.partitions()).isEqualTo(plan.topic().hasOnePartition() ? 1 : 12);
            assertThat(plan.replicationFactor()).contains((short) 3);
        });
    }

    @Test
    void keepsTheLastCommandsForGoodAndSharesForAnHour() {
        assertThat(plan(Topic.CONTROL).properties())
                .containsEntry("cleanup.policy", "compact")
                .doesNotContainKey("retention.ms");
        assertThat(plan(Topic.QUOTA_SHARES).properties())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "3600000")
                .containsEntry("segment.ms", "600000");
        assertThat(plan(Topic.CACHE).properties())
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry("retention.ms", "86400000")
                .containsEntry("segment.ms", "3600000");
        assertThat(plan(Topic.RETRIES).properties()).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void keepsAuditEventsAsLongAsTheirPolicySays() {
        assertThat(plan(Topic.AUDIT).properties()).containsEntry("retention.ms", "" + 90L * 24 * 3600 * 1000);
        assertThat(plan(Topic.REQUESTS).properties()).containsEntry("retention.ms", "" + 7L * 24 * 3600 * 1000);
    }

    @Test
    void letsTheLargestRecordIn() {
        int largest = configuration.processing().bounds().maxResponseBytes();

        assertThat(Integer.parseInt(plan(Topic.RESPONSES).properties().getOrDefault("max.message.bytes", "0")))
                .isGreaterThan(largest);
    }

    @Test
    void saysHowToCreateAMissingTopicAndWhatDiffersInAnother() {
        Plan plan = plan(Topic.REQUESTS);

        assertThat(TopicCheck.problem(plan, Optional.empty()).orElseThrow())
                .hasToString("topic acme.requests: got no such topic; expected 12 partitions; create it with:"
                        + " alize topics create");
        assertThat(TopicCheck.problem(plan, Optional.of(6)).orElseThrow().toString())
                .startsWith("topic acme.requests: got 6 partitions; expected 12, as topics.partitions says");
        assertThat(TopicCheck.problem(plan, Optional.of(12))).isEmpty();
    }

    @Test
    void wantsOnePartitionWhereEveryInstanceReadsTheWhole() {
        for (Topic topic : List.of(Topic.CONTROL, Topic.QUOTA_SHARES, Topic.INCIDENTS)) {
            assertThat(TopicCheck.problem(plan(topic), Optional.of(1))).isEmpty();
            assertThat(TopicCheck.problem(plan(topic), Optional.of(12))
                            .orElseThrow()
                            .toString())
                    .endsWith("got 12 partitions; expected 1, since every instance reads it as a whole; delete it,"
                            + " then alize topics create");
        }
    }

    @Test
    void givesATenantsTopicTheShapeOfTheOneItStandsInFor() {
        Configuration bound = new ConfigurationReader().parse("test", """
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                topics: {partitions: 12, retention: {requests: 2d, responses: 3d}}
                tenants:
                  bindings:
                    - {tenant: acme, principal: "User:acme", requests_topic: in.acme, cancels_topic: stop.acme,
                       responses_topic: out.acme, chunks_topic: parts.acme}
                    - {tenant: globex, principal: "User:globex", requests_topic: in.globex}
                """);

        assertThat(TopicLayout.of(bound).stream().skip(17))
                .extracting(Plan::name, Plan::topic, Plan::partitions)
                .containsExactly(
                        tuple("in.acme", Topic.REQUESTS, 12),
                        tuple("stop.acme", Topic.CANCELS, 12),
                        tuple("out.acme", Topic.RESPONSES, 12),
                        tuple("parts.acme", Topic.CHUNKS, 12),
                        tuple("in.globex", Topic.REQUESTS, 12));
        assertThat(TopicLayout.common(bound)).hasSize(17);
        assertThat(TopicLayout.of(bound, Topic.RESPONSES))
                .extracting(Plan::name)
                .containsExactly("llm.responses", "out.acme");
        Plan own = TopicLayout.of(bound, Topic.RESPONSES).getLast();
        assertThat(own.properties())
                .isEqualTo(TopicLayout.of(bound, Topic.RESPONSES).getFirst().properties())
                .containsEntry("retention.ms", "" + 3L * 24 * 3600 * 1000);
        assertThat(TopicLayout.of(bound))
                .filteredOn(plan -> plan.properties().containsKey("message.timestamp.type"))
                .allSatisfy(
                        plan -> assertThat(plan.properties()).containsEntry("message.timestamp.type", "LogAppendTime"))
                .extracting(Plan::name)
                .containsExactly("in.acme", "stop.acme", "in.globex");
        assertThat(TopicLayout.ofTenant(bound, "globex", List.of(Topic.REQUESTS, Topic.RESPONSES)))
                .extracting(Plan::name)
                .containsExactly("in.globex", "llm.responses");
        assertThat(SchemaSubjects.schemas(bound))
                .containsKeys("in.acme-value", "llm.requests-value", "parts.acme-value");
    }

    private Plan plan(Topic topic) {
        return TopicLayout.of(configuration).stream()
                .filter(plan -> plan.topic() == topic)
                .findFirst()
                .orElseThrow();
    }
}
