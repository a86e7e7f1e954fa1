package dev.alize.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class TenantAccessTest {
    private final List<AclBinding> acls = new ArrayList<>(TenantAcls.of(configuration("unbound")));

    private static Configuration configuration(String claims) {
        return new ConfigurationReader().parse("test", """
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                tenants:
                  claims: %s
                  trusted_principals: ["User:ops"]
                  bindings:
                    - {tenant: acme, principal: "User:acme", requests_topic: in.acme, cancels_topic: stop.acme,
                       responses_topic: out.acme, chunks_topic: parts.acme}
                    - {tenant: globex, principal: "User:globex", requests_topic: in.globex}
                """.formatted(claims));
    }

    private void allow(String principal, AclOperation operation, String topic) {
        add(principal, operation, topic, PatternType.LITERAL, AclPermissionType.ALLOW);
    }

    private void add(
            String principal, AclOperation operation, String topic, PatternType type, AclPermissionType permission) {
        acls.add(new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, type),
                new AccessControlEntry(principal, "*", operation, permission)));
    }

    private void deny(String principal, AclOperation operation, String topic) {
        add(principal, operation, topic, PatternType.LITERAL, AclPermissionType.DENY);
    }

    private List<String> problems() {
        return problems("unbound");
    }

    private List<String> problems(String claims) {
        return TenantAccess.problems(configuration(claims), acls).stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void whatTopicsCreateAllowsIsEnoughAndNotTooMuch() {
        assertThat(TenantAcls.words(configuration("unbound")))
                .containsExactly(
                        "User:acme to write topic in.acme",
                        "User:acme to write topic stop.acme",
                        "User:acme to read topic out.acme",
                        "User:acme to read topic parts.acme",
                        "User:globex to write topic in.globex");
        assertThat(problems()).isEmpty();
    }

    @Test
    void namesWhoeverElseMayWrite() {
        allow("User:mallory", AclOperation.WRITE, "in.acme");
        allow("User:everything", AclOperation.ALL, "in.acme");

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("topic in.acme: got User:everything, User:mallory may write to it; expected"
                                + " User:acme alone"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("topic in.acme: got User:everything may read it; expected"));
    }

    @Test
    void namesWhoeverElseMayReadRequestsOrAnswerThem() {
        allow("User:eve", AclOperation.READ, "in.acme");
        allow("User:eve", AclOperation.READ, "stop.acme");
        allow("User:mallory", AclOperation.WRITE, "out.acme");
        allow("User:acme", AclOperation.WRITE, "parts.acme");

        assertThat(problems())
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("topic in.acme: got User:eve may read it; expected User:acme alone"))
                .anySatisfy(problem -> assertThat(problem).startsWith("topic stop.acme: got User:eve may read it"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("topic out.acme: got User:mallory may write to it; expected the gateway alone")
                        .endsWith("tenants.trusted_principals"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("topic parts.acme: got User:acme may write to it"));
    }

    @Test
    void theGatewayReadsAndAnswersOnceItIsTrusted() {
        List.of("in.acme", "stop.acme", "in.globex").forEach(topic -> allow("User:ops", AclOperation.READ, topic));
        List.of("out.acme", "parts.acme").forEach(topic -> allow("User:ops", AclOperation.WRITE, topic));
        allow("User:acme", AclOperation.READ, "in.acme");

        assertThat(problems()).isEmpty();
    }

    @Test
    void everybodyIsEveryTenantAsWell() {
        allow("User:*", AclOperation.WRITE, "llm.requests");
        allow("User:*", AclOperation.WRITE, "llm.audit");
        allow("User:*", AclOperation.READ, "llm.responses");

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("topic llm.audit: got User:* may write to it"))
                .anySatisfy(problem -> assertThat(problem).contains("topic llm.responses: got User:* may read it"));
        assertThat(problems("any"))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("topic llm.requests: got User:* may write to it"));
    }

    @Test
    void everybodyButTheTenantsIsNoTenant() {
        allow("User:*", AclOperation.WRITE, "llm.audit");
        allow("User:*", AclOperation.READ, "llm.responses");
        deny("User:acme", AclOperation.WRITE, "llm.audit");
        deny("User:globex", AclOperation.WRITE, "llm.audit");
        deny("User:acme", AclOperation.READ, "llm.responses");

        assertThat(problems()).isEmpty();
    }

    @Test
    void everybodyButTheOwnerIsNotTheOwner() {
        acls.removeIf(acl -> acl.pattern().name().equals("in.globex"));
        allow("User:*", AclOperation.WRITE, "in.globex");
        deny("User:globex", AclOperation.WRITE, "in.globex");

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("topic in.globex: got User:globex may not write to it"));
    }

    @Test
    void seesPrefixesAndWildcards() {
        add("User:eve", AclOperation.WRITE, "in.", PatternType.PREFIXED, AclPermissionType.ALLOW);
        allow("User:*", AclOperation.READ, "*");

        assertThat(problems())
                .anySatisfy(problem -> assertThat(problem).contains("in.acme: got User:eve may write"))
                .anySatisfy(problem -> assertThat(problem).contains("in.globex: got User:eve may write"))
                .anySatisfy(problem -> assertThat(problem).contains("out.acme: got User:* may read"))
                .anySatisfy(problem -> assertThat(problem).contains("in.globex: got User:* may read"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.chunks: got User:* may read"))
                .hasSize(9);
    }

    @Test
    void trustsOperatorsAndWhoIsDeniedAgain() {
        allow("User:ops", AclOperation.WRITE, "in.acme");
        allow("User:ops", AclOperation.READ, "out.acme");
        allow("User:mallory", AclOperation.WRITE, "in.acme");
        add("User:mallory", AclOperation.ALL, "in.acme", PatternType.LITERAL, AclPermissionType.DENY);

        assertThat(problems()).isEmpty();
    }

    @Test
    void saysWhereTheTenantItselfMayNot() {
        acls.removeIf(acl -> acl.pattern().name().equals("in.globex"));

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("topic in.globex: got User:globex may not write to it")
                .endsWith("alize topics create --acls allows it");
    }

    @Test
    void aTenantThatWritesToATrustedTopicCouldNameEverybody() {
        allow("User:acme", AclOperation.WRITE, "llm.requests");

        assertThat(problems()).isEmpty();
        assertThat(problems("any"))
                .singleElement()
                .asString()
                .contains("topic llm.requests: got User:acme may write to it")
                .contains("tenants.claims any");
    }

    @Test
    void aTenantHasNoBusinessOnTheTopicsOfTheGateway() {
        allow("User:acme", AclOperation.WRITE, "llm.fallbacks");
        allow("User:acme", AclOperation.READ, "llm.responses");
        allow("User:globex", AclOperation.READ, "llm.responses");

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("llm.fallbacks: got User:acme may write"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.responses: got User:acme may read it"));
    }
}
