package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.client.TopicCreation;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.embedded.SharedStack;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.simulator.SimulatedMistral;
import dev.alize.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A triage of a real broker, a simulated provider and no running instance. */
@Timeout(120)
class DoctorIT {
    private static final String CANARY = "canary-0123456789-abcdefghijklmnop";

    @TempDir
    private Path directory;

    private record Ran(int code, String out, String err) {}

    private static Ran alize(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Alize.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Ran(code, out.toString(), err.toString());
    }

    private String file(SimulatedMistral simulator) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), CANARY);
        SharedStack stack = SharedStack.get();
        return Files.writeString(directory.resolve("policy-config.yaml"), """
                        kafka:
                          bootstrap.servers: "%s"
                          schema.registry.url: "%s"
                        providers:
                          targets:
                            - {id: primary, provider: mistral, model: mistral-small-latest, base_url: "%s", secret_key_ref: {file: "%s"}}
                            - {id: spare, provider: mistral, model: mistral-small-latest, base_url: "http://127.0.0.1:1/v1", secret_key_ref: {file: "%s"}}
                        topics:
                          prefix: "%s"
                          partitions: 3
                        """.formatted(
                                stack.bootstrapServers(),
                                stack.registryUrl(),
                                simulator.baseUrl(),
                                key,
                                key,
                                SharedStack.freshPrefix()))
                .toString();
    }

    private static JsonNode finding(JsonNode report, String area, String about) {
        for (JsonNode finding : report.path("findings")) {
            if (finding.path("area").asText().equals(area)
                    && finding.path("about").asText().equals(about)) {
                return finding;
            }
        }
        throw new AssertionError("no finding " + area + " " + about + " in " + report);
    }

    @Test
    void findsWhatIsWrong() throws Exception {
        try (SimulatedMistral simulator = SimulatedMistral.start(SimulatorOptions.DEFAULT.withApiKey(CANARY))) {
            String config = file(simulator);
            Configuration read = new ConfigurationReader().read(Path.of(config));
            Connection connection = Connection.of(read, Environment.ofProcess());
            TopicCreation.create(connection, read, false);
            spoil(read, connection);
            write(read, connection);
            assertThat(alize("control", "pause", "spare", "--policy-config", config)
                            .code())
                    .isZero();

            Ran ran = alize("doctor", "--json", "--policy-config", config);
            assertThat(ran.code()).as(ran.out()).isEqualTo(4);
            assertThat(ran.out()).doesNotContain(CANARY.substring(0, 9));
            JsonNode report = new ObjectMapper().readTree(ran.out());
            assertThat(report.path("milliseconds").asLong()).isLessThan(10_500);
            assertThat(finding(report, "target", "primary").path("severity").asText())
                    .isEqualTo("fine");
            assertThat(finding(report, "target", "spare").path("says").asText())
                    .startsWith("the connection is refused");
            assertThat(finding(report, "broker", "").path("severity").asText()).isEqualTo("fine");
            assertThat(finding(report, "registry", "").path("says").asText()).contains("subjects");
            assertThat(finding(report, "topics", "").path("facts").toString())
                    .contains("retention.ms", "got 12345678; expected");
            assertThat(finding(report, "lag", "gateway").path("says").asText())
                    .startsWith("no instance of group")
                    .contains("3 requests not taken in, the oldest for 1");
            assertThat(finding(report, "lag", "books").path("severity").asText())
                    .isEqualTo("P3");
            JsonNode errors = finding(report, "errors", "");
            assertThat(errors.path("severity").asText()).isEqualTo("P2");
            assertThat(errors.path("facts").path("m").asText()).isEqualTo("6 of 10: rate_limited 6");
            JsonNode paused = finding(report, "commands", "");
            assertThat(paused.path("severity").asText()).isEqualTo("P3");

            String resume = paused.at("/remedies/0/command").asText();
            assertThat(resume).startsWith("alize control resume spare --policy-config ");
            assertThat(alize(resume.substring("alize ".length()).split(" ")).out())
                    .contains("no command is in force");
            Ran text = alize("doctor", "--policy-config", config);
            assertThat(text.out())
                    .containsPattern("\nok +commands +none in force\n")
                    .contains("begins with canary-0...")
                    .doesNotContain(CANARY.substring(0, 9), "\u001B");
        }
    }

    private static void spoil(Configuration read, Connection connection) throws Exception {
        ConfigResource topic =
                new ConfigResource(ConfigResource.Type.TOPIC, read.topics().name(Topic.RESPONSES));
        try (Admin admin = connection.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            java.util.List.of(new AlterConfigOp(
                                    new ConfigEntry("retention.ms", "12345678"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static void write(Configuration read, Connection connection) {
        Map<String, Object> properties = connection.of("producer.");
        try (Serde<AuditEvent> events = Serdes.values(connection, read);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] key = "r".getBytes(StandardCharsets.UTF_8);
            long then = Instant.now().minusSeconds(100).toEpochMilli();
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(read.topics().name(Topic.REQUESTS), i, then, key, key));
            }
            String audit = read.topics().name(Topic.AUDIT);
            for (int i = 0; i < 10; i++) {
                RecordHeaders headers = new RecordHeaders();
                byte[] value =
                        events.serializer().serialize(audit, headers, attempt(i < 4 ? "success" : "rate_limited"));
                producer.send(new ProducerRecord<>(audit, i % 3, null, key, value, headers));
            }
        }
    }

    private static AuditEvent attempt(String outcome) {
        return AuditEvent.newBuilder()
                .setKind("attempt")
                .setAt(Instant.now())
                .setRequestId("r")
                .setInstance("gateway-1")
                .setAttempt(AuditAttempt.newBuilder()
                        .setNumber(1)
                        .setTarget("primary")
                        .setProvider("mistral")
                        .setModel("m")
                        .setOutcome(outcome)
                        .build())
                .build();
    }
}
