package dev.alize.gateway;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.IDEMPOTENT_WRITE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.Connection;
import dev.alize.client.KafkaExchange;
import dev.alize.client.TenantAccess;
import dev.alize.client.TenantAccess.Seen;
import dev.alize.client.TenantAcls;
import dev.alize.client.TopicCreation;
import dev.alize.client.letters.LetterFilter;
import dev.alize.client.letters.LetterTopic;
import dev.alize.client.letters.Redrive;
import dev.alize.client.letters.Selection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.SecretReference;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.embedded.SecuredBroker;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.simulator.SimulatedMistral;
import dev.alize.simulator.SimulatorOptions;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tenants on a broker that knows its users and lets them do what docs/tenants.md says, and nothing else. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // set before the test
class TenantsIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int BACKLOG = 300;

    @TempDir
    Path stateDir;

    private final FakeRegistry registry = new FakeRegistry();
    private final SimulatedMistral mistral = SimulatedMistral.start(SimulatorOptions.DEFAULT.withValidation(false));
    private SecuredBroker broker;
    private Configuration configuration;
    private Connection operator;

    @BeforeEach
    void start() throws InterruptedException {
        broker = SecuredBroker.start("gateway", "acme", "globex");
        configuration = configuration("");
        operator = connection(broker.superUser());
        TopicCreation.create(operator, configuration, false);
        TenantAcls.create(operator, configuration);
        allowGateway();
        allow("globex", READ, "llm.responses");
    }

    @AfterEach
    void stop() {
        broker.close();
        mistral.close();
        registry.close();
    }

    /** @param more bindings */
    private Configuration configuration(String more) {
        return new ConfigurationReader()
                .parse("test", """
                        policies: {chain: [audit-logger]}
                        providers: {targets: [{id: simulated, provider: mistral, model: mistral-small-latest}]}
                        topics: {partitions: 2}
                        processing: {state_dir: "%s", max_open_calls: 1, max_waiting: 5}
                        tenants:
                          trusted_principals: ["User:gateway"]
                          bindings:
                            - {tenant: acme, principal: "User:acme", requests_topic: in.acme,
                               cancels_topic: stop.acme, responses_topic: out.acme, chunks_topic: parts.acme}
                            - {tenant: globex, principal: "User:globex", requests_topic: in.globex}
                        """.formatted(stateDir) + more)
                .withKafka(properties(broker.user("gateway")))
                .withTargets(target -> target.withEndpoint(mistral.baseUrl(), new SecretReference.Given("key")));
    }

    private Map<String, String> properties(Map<String, String> access) {
        Map<String, String> properties = new HashMap<>(access);
        properties.put("schema.registry.url", registry.url());
        return properties;
    }

    private Connection connection(Map<String, String> access) {
        return new Connection(properties(access));
    }

    /** The ACLs of README.md for the instances, with those of tenants' topics. */
    private void allowGateway() {
        String gateway = "gateway";
        Stream.of("llm.requests", "llm.cancels", "llm.erasures", "llm.control", "in.acme", "stop.acme", "in.globex")
                .forEach(topic -> allow(gateway, topic, READ, DESCRIBE, DESCRIBE_CONFIGS));
        Stream.of("retries", "fallbacks", "cache", "quota-shares", "audit", "budget-claims", "budgets")
                .forEach(topic -> allow(gateway, "llm." + topic, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        Stream.of("responses", "chunks", "dead-letters", "audit-checkpoints", "usage", "incidents")
                .forEach(topic -> allow(gateway, "llm." + topic, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        Stream.of("out.acme", "parts.acme").forEach(topic -> allow(gateway, topic, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        Stream.of("llm.audit", "llm.audit-checkpoints").forEach(topic -> allow(gateway, topic, ALTER_CONFIGS));
        ResourcePattern own = new ResourcePattern(ResourceType.TOPIC, "alize-", PatternType.PREFIXED);
        allow(gateway, own, CREATE, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS, DELETE);
        for (String group : List.of("alize", "alize-books")) {
            allow(gateway, new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL), READ, DESCRIBE);
        }
        allow(
                gateway,
                new ResourcePattern(ResourceType.TRANSACTIONAL_ID, "alize-", PatternType.PREFIXED),
                WRITE,
                DESCRIBE);
        allow(
                gateway,
                new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL),
                IDEMPOTENT_WRITE);
    }

    private void allow(String user, AclOperation operation, String topic) {
        allow(user, topic, operation);
    }

    private void allow(String user, String topic, AclOperation... operations) {
        allow(user, new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL), operations);
    }

    private void allow(String user, ResourcePattern resource, AclOperation... operations) {
        List<AclBinding> acls = Stream.of(operations)
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                .toList();
        try (Admin admin = operator.admin()) {
            operator.await(admin.createAcls(acls).all());
        }
    }

    private KafkaExchange exchange(String tenant) {
        KafkaExchange exchange = KafkaExchange.open(connection(broker.user(tenant)), configuration, tenant);
        exchange.readFrom(exchange.end());
        return exchange;
    }

    private static CompletionRequest request(String id, String tenant) {
        CompletionRequest request = Trial.request(id, "Hello");
        request.setTenant(tenant);
        return request;
    }

    private static List<CompletionResponse> responses(KafkaExchange exchange, int count) {
        List<CompletionResponse> responses = new ArrayList<>();
        long end = System.nanoTime() + LONG.toNanos();
        while (responses.size() < count && System.nanoTime() < end) {
            exchange.poll(Duration.ofMillis(50), id -> true, responses::add);
            assertThat(exchange.undelivered()).isEmpty();
        }
        assertThat(responses).hasSize(count);
        return responses;
    }

    @Test
    void aTenantIsWhoTheBrokerLetsWriteToItsTopic() throws Exception {
        try (Gateway gateway = Gateway.start(configuration, Environment.ofProcess());
                KafkaExchange acme = exchange("acme");
                KafkaExchange globex = exchange("globex")) {
            assertThat(gateway.awaitRunning(LONG)).isTrue();
            answersOnItsOwnTopic(acme);
            neitherAnswersNorBlocksWhoIsOnlyNamed(acme, globex);
            theBrokerKeepsTenantsApart();
            aRedriveComesBackAsTheTenant(acme);
            aBacklogStaysOnTheTenantsTopic(acme);
            seesWhoElseMayWrite();
            otherBindingsAreRefusedWhileInstancesRun();
            topicsWhereATenantSetsTheTimeAreRefused();
        }
    }

    private void answersOnItsOwnTopic(KafkaExchange acme) {
        acme.send(request("a1", "default"));

        CompletionResponse response = responses(acme, 1).getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.getTenant()).isEqualTo("acme");
    }

    private void neitherAnswersNorBlocksWhoIsOnlyNamed(KafkaExchange acme, KafkaExchange globex) {
        acme.send(request("g1", "globex"));
        CompletionResponse refused = responses(acme, 1).getFirst();
        assertThat(refused.getError().getKind()).isEqualTo("tenant_mismatch");
        assertThat(refused.getTenant()).isEqualTo("acme");

        globex.send(request("g1", "globex"));
        CompletionResponse response = responses(globex, 1).getFirst();
        assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(response.getTenant()).isEqualTo("globex");
    }

    private void theBrokerKeepsTenantsApart() {
        Map<String, Object> access = new HashMap<>(broker.user("acme"));
        try (var producer = new KafkaProducer<>(access, new StringSerializer(), new StringSerializer())) {
            for (String topic : List.of("llm.requests", "in.globex", "llm.cancels", "out.acme")) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "k", "v"))
                                .get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
        assertThatThrownBy(() -> KafkaExchange.open(connection(broker.user("acme")), configuration, "globex"))
                .hasMessageContaining("in.globex");
    }

    private void aRedriveComesBackAsTheTenant(KafkaExchange acme) {
        mistral.behave(Behaviour.GOOD.with(Rule.of(Match.ALL, Reaction.Refuse.of(400, "3280"))));
        acme.send(request("a2", "acme"));
        assertThat(responses(acme, 1).getFirst().getStatus()).isEqualTo(Status.FAILED);
        mistral.behave(Behaviour.GOOD);

        LetterFilter all = new LetterFilter(Set.of(), null, null, null);
        try (LetterTopic letters = LetterTopic.open(operator, configuration);
                Redrive redrive = Redrive.open(operator, configuration, InstantSource.system())) {
            Selection selection = new Selection(all);
            letters.read(null, selection::take);
            assertThat(selection.undecodable()).as("the refused one").isEqualTo(1);
            assertThat(redrive.send(
                                    letters,
                                    all,
                                    selection.chosen(9).stream()
                                            .map(Selection.Chosen::place)
                                            .collect(Collectors.toSet()))
                            .sent())
                    .isEqualTo(1);
        }
        CompletionResponse again = responses(acme, 1).getFirst();
        assertThat(again.getStatus()).isEqualTo(Status.COMPLETED);
        assertThat(again.getTenant()).isEqualTo("acme");
        assertThat(again.getRedrive()).isEqualTo(1);
    }

    /** The intake pauses it as it does the common one. */
    private void aBacklogStaysOnTheTenantsTopic(KafkaExchange acme) {
        mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofSeconds(2))));
        long calls = mistral.statistics().calls();
        for (int i = 0; i < BACKLOG; i++) {
            acme.send(request("b" + i, "acme"));
        }
        Awaitility.await()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> mistral.statistics().calls() > calls);
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> taken() < BACKLOG / 2);
        mistral.behave(Behaviour.GOOD);
        assertThat(responses(acme, BACKLOG))
                .extracting(CompletionResponse::getStatus)
                .containsOnly(Status.COMPLETED);
    }

    private long taken() {
        try (Admin admin = operator.admin()) {
            return operator
                    .await(admin.listConsumerGroupOffsets("alize").partitionsToOffsetAndMetadata())
                    .entrySet()
                    .stream()
                    .filter(offset -> offset.getKey().topic().equals("in.acme"))
                    .mapToLong(offset -> offset.getValue().offset())
                    .sum();
        }
    }

    private void seesWhoElseMayWrite() {
        Connection gateway = connection(broker.user("gateway"));
        try (Admin admin = gateway.admin()) {
            assertThat(TenantAccess.look(admin, gateway, configuration)).isInstanceOf(Seen.Denied.class);
        }
        try (Admin admin = operator.admin()) {
            assertThat(TenantAccess.look(admin, operator, configuration)).isEqualTo(new Seen.Acls(List.of()));
            allow("mallory", WRITE, "in.acme");
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(TenantAccess.look(admin, operator, configuration))
                            .asString()
                            .contains("topic in.acme: got User:mallory may write to it"));
        }
    }

    private void otherBindingsAreRefusedWhileInstancesRun() {
        Configuration other =
                configuration("    - {tenant: initech, principal: \"User:initech\", requests_topic: in.initech}\n");
        try (Admin admin = operator.admin()) {
            assertThat(GroupCheck.problems(admin, operator, configuration)).isEmpty();
            assertThat(GroupCheck.problems(admin, operator, other))
                    .singleElement()
                    .asString()
                    .contains("do not read [in.initech]");
        }
    }

    private void topicsWhereATenantSetsTheTimeAreRefused() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "in.globex");
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"), AlterConfigOp.OpType.SET);
        try (Admin admin = operator.admin()) {
            assertThat(TopicTimes.problems(admin, operator, configuration)).isEmpty();
            operator.await(admin.incrementalAlterConfigs(Map.of(topic, List.of(change)))
                    .all());
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(TopicTimes.problems(admin, operator, configuration))
                            .singleElement()
                            .asString()
                            .startsWith("topic in.globex, message.timestamp.type: got CreateTime"));
        }
    }
}
