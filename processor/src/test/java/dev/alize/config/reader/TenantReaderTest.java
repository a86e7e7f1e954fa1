package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.TenantSettings;
import dev.alize.config.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantReaderTest {
    private static final String OWN = "tenant: acme, principal: 'User:acme', requests_topic: llm.requests.acme";

    private static String bindings(String... bindings) {
        StringBuilder block = new StringBuilder("tenants:\n  bindings:\n");
        for (String binding : bindings) {
            block.append("    - {").append(binding).append("}\n");
        }
        return Yaml.MINIMAL + block;
    }

    private static List<String> problems(String... bindings) {
        return Yaml.problems(bindings(bindings));
    }

    @Test
    void withoutTheBlockNobodyHasTopicsOfItsOwn() {
        assertThat(Yaml.read(Yaml.MINIMAL).tenants()).isEqualTo(TenantSettings.DEFAULT);
        assertThat(Yaml.read(Yaml.MINIMAL).topic(Topic.REQUESTS, "acme")).isEqualTo("llm.requests");
    }

    @Test
    void aTenantUsesItsOwnTopicsAndTheCommonOnesForTheRest() {
        Configuration read = Yaml.read(bindings(OWN + ", cancels_topic: c, responses_topic: r, chunks_topic: p"));

        assertThat(read.topic(Topic.REQUESTS, "acme")).isEqualTo("llm.requests.acme");
        assertThat(read.topic(Topic.CANCELS, "acme")).isEqualTo("c");
        assertThat(read.topic(Topic.RESPONSES, "acme")).isEqualTo("r");
        assertThat(read.topic(Topic.CHUNKS, "acme")).isEqualTo("p");
        assertThat(read.topic(Topic.DEAD_LETTERS, "acme")).isEqualTo("llm.dead-letters");
        assertThat(read.topic(Topic.REQUESTS, "default")).isEqualTo("llm.requests");
        assertThat(Yaml.read(bindings(OWN)).topic(Topic.RESPONSES, "acme")).isEqualTo("llm.responses");
    }

    @Test
    void bindingsArePartOfTheVersion() {
        assertThat(Yaml.read(bindings(OWN)).version())
                .isNotEqualTo(Yaml.read(Yaml.MINIMAL).version());
    }

    @Test
    void refusesWhatIsNoTenantPrincipalOrTopic() {
        assertThat(problems("tenant: default, principal: 'User:a', requests_topic: t"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:8 tenants.bindings[0].tenant")
                .contains("but not default");
        assertThat(problems("tenant: acme, principal: 'User:*', requests_topic: t"))
                .singleElement()
                .asString()
                .contains("tenants.bindings[0].principal")
                .contains("such as User:acme");
        assertThat(problems("tenant: acme, principal: acme, requests_topic: 'a b'"))
                .hasSize(2);
        assertThat(problems("tenant: acme"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("missing"));
    }

    @Test
    void refusesATopicWithTwoRoles() {
        assertThat(problems(OWN.replace("llm.requests.acme", "llm.audit")))
                .singleElement()
                .asString()
                .startsWith("f.yaml:8 tenants.bindings[0].requests_topic")
                .contains("the name of topics.audit");
        assertThat(problems(OWN, "tenant: globex, principal: 'User:g', requests_topic: llm.requests_acme"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:9 ")
                .contains("the name of tenants.bindings[0].requests_topic");
    }

    @Test
    void refusesATenantThatIsBoundTwice() {
        assertThat(problems(OWN, OWN.replace("llm.requests.acme", "other")))
                .singleElement()
                .asString()
                .contains("tenants.bindings[1].tenant")
                .contains("given twice");
    }

    @Test
    void wantsResponsesAndChunksTogether() {
        assertThat(problems(OWN + ", responses_topic: r"))
                .singleElement()
                .asString()
                .contains("both of responses_topic and chunks_topic");
        assertThat(problems(OWN + ", responses_topic: r, chunks_topic: 'a b'")).hasSize(1);
    }

    @Test
    void boundsTheirNumber() {
        String[] many = new String[TenantSettings.MOST_BINDINGS + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = OWN.replace("acme", "t" + i);
        }
        assertThat(problems(many)).singleElement().asString().contains("got 101, expected at most 100");
    }
}
