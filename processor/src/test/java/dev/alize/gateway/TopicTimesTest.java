package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.TopicLayout;
import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who says when a record came. */
class TopicTimesTest {
    private final Configuration configuration = new ConfigurationReader().parse("test", """
            providers: {targets: [{id: a, provider: mistral, model: m}]}
            tenants:
              bindings:
                - {tenant: acme, principal: "User:acme", requests_topic: in.acme, cancels_topic: stop.acme,
                   responses_topic: out.acme, chunks_topic: parts.acme}
            """);
    private final List<Plan> plans = TopicLayout.of(configuration);

    @Test
    void aTenantSetsTheTimeOnNoneOfTheTopicsItWritesTo() {
        Map<String, String> types = plans.stream().collect(Collectors.toMap(Plan::name, plan -> "CreateTime"));

        assertThat(TopicTimes.problems(plans, types))
                .containsExactly(
                        "topic in.acme, message.timestamp.type: got CreateTime; expected LogAppendTime, or its tenant"
                                + " can put itself before all others; set it with kafka-configs",
                        "topic stop.acme, message.timestamp.type: got CreateTime; expected LogAppendTime, or its tenant"
                                + " can put itself before all others; set it with kafka-configs");
    }

    @Test
    void topicsAsTheyAreMadeAndTopicsOfAllAreNoProblem() {
        Map<String, String> types = Map.of(
                "in.acme", "LogAppendTime",
                "stop.acme", "LogAppendTime",
                "out.acme", "CreateTime",
                "llm.requests", "CreateTime",
                "llm.cancels", "LogAppendTime");

        assertThat(TopicTimes.problems(plans, types)).isEmpty();
        assertThat(TopicTimes.problems(plans, Map.of())).isEmpty();
    }
}
