package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.audit.chain.Head;
import dev.alize.audit.chain.LinkHeaders;
import dev.alize.audit.chain.Seal;
import dev.alize.audit.chain.Signer;
import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.client.TopicCreation;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.embedded.SharedStack;
import dev.alize.erasure.Erased;
import dev.alize.erasure.Forgetting;
import dev.alize.erasure.Subject;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that read the audit trail, on a real broker. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
class AuditIT {
    private static final int EVENTS = 30;
    private static final Instant START = Instant.now().minusSeconds(600);

    @TempDir
    private Path directory;

    private Path file;
    private Configuration configuration;
    private Connection connection;

    private record Ran(int code, String out, String err) {}

    private Ran run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Alize.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(words);
        return new Ran(code, out.toString(), err.toString());
    }

    @Test
    void readsExportsAndVerifiesATrailAndFindsWhatWasDoneToIt() throws IOException {
        String config = prepare();
        write();
        assertThat(run("audit", "search", "--policy-config", logged("sealed.yaml", true))
                        .code())
                .isZero();
        Ran verified = run("audit", "verify", "--policy-config", config, "--public-key", key("audit-public-key.pem"));
        assertThat(verified.err()).isEmpty();
        assertThat(verified.out()).contains("process/alize-cli/", "not sealed yet: 0", "nothing was changed");
        assertThat(verified.code()).isZero();

        Ran shown = run("audit", "show", "r-1", "--key", "r-1", "--policy-config", config);
        assertThat(shown.out()).contains("admitted", "attempt", "response", "completed/none", "+5.000s");
        assertThat(run("audit", "show", "nobody", "--policy-config", config).code())
                .isEqualTo(1);

        Path exported = directory.resolve("trail.avro");
        assertThat(run("audit", "export", "--policy-config", config, "--output", exported.toString())
                        .out())
                .contains("exported: ");
        Ran offline =
                run("audit", "verify", "--input", exported.toString(), "--public-key", key("audit-public-key.pem"));
        assertThat(offline.out()).contains("nothing was changed");
        assertThat(run("audit", "show", "r-1", "--input", exported.toString()).out())
                .isEqualTo(shown.out());
        assertThat(run("audit", "search", "--input", exported.toString(), "--kind", "response", "--json")
                        .out())
                .hasLineCount(EVENTS / 3)
                .contains("\"request_id\":\"r-0\"");
        assertThat(run(
                                "bench",
                                "tamper",
                                "--times",
                                "50",
                                "--input",
                                exported.toString(),
                                "--public-key",
                                key("audit-public-key.pem"))
                        .out())
                .contains("tampered 50 times, not found: 0");

        insertForeign();
        Ran touched = run("audit", "verify", "--policy-config", config, "--public-key", key("audit-public-key.pem"));
        assertThat(touched.code()).isEqualTo(1);
        assertThat(touched.out()).contains("inserted: partition ", "the record is in no chain", "findings: 1");
        assertThat(run("audit", "search", "--policy-config", logged("logged.yaml", false), "--limit", "1000")
                        .out())
                .contains("(unreadable)", "access", "audit search");
        assertThat(run("audit", "verify", "--policy-config", config).err())
                .contains("audit.signing_key_ref", "--public-key");
        Ran nothing = run("audit", "search", "--policy-config", config, "--to", "2020-01-01", "--json");
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains("the window holds no events");
        reports(config);
        readingIsWrittenDown(logged("logged.yaml", false));
        waitsInVainWhereNoGatewayRuns();
    }

    private void waitsInVainWhereNoGatewayRuns() {
        Environment environment =
                new Environment(Map.of("ALIZE_AUDIT_KEY", "a key of more than sixteen bytes"), InstantSource.system());
        Duration patience = Duration.ofSeconds(1);
        Forgetting.Order order = new Forgetting.Order(
                new Subject("acme", "somebody"), "order-1", "test", patience, InstantSource.system());
        Instant begun = Instant.now();
        Erased erased = new Forgetting(connection, configuration, environment, order).run();
        assertThat(erased.isConfirmed()).isFalse();
        assertThat(erased.confirmed()).isZero();
        assertThat(Duration.between(begun, Instant.now())).isBetween(patience, Duration.ofSeconds(20));
    }

    private void reports(String config) {
        Ran verified = run(
                "postmortem", "--from", "1h", "--policy-config", config, "--public-key", key("audit-public-key.pem"));
        assertThat(verified.out()).contains("The chains were verified: ", "1 finding (inserted 1).");
        Ran unknown = run("postmortem", "--from", "1h", "--policy-config", config);
        assertThat(unknown.out()).contains("The chains were not verified for this report: ", "audit.signing_key_ref");
        Ran wrong = run("postmortem", "--from", "1h", "--policy-config", config, "--public-key", config);
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("got no public key");
    }

    private void readingIsWrittenDown(String config) {
        String output = directory.resolve("out").toString();
        List<List<String>> commands = List.of(
                List.of("audit", "tail"),
                List.of("audit", "search"),
                List.of("audit", "show", "r-1"),
                List.of("audit", "verify", "--public-key", key("audit-public-key.pem")),
                List.of("audit", "export", "--output", output + ".avro"),
                List.of("postmortem", "--from", "1h"),
                List.of("evidence", "--from", "1h", "--output", output + ".tar.gz", "--kubectl", "/nowhere"),
                List.of("replay", "--from", "1h"),
                List.of("forget", "somebody", "--tenant", "acme", "--wait", "1s"));
        for (List<String> command : commands) {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of("--policy-config", config));
            run(words.toArray(new String[0]));
        }
        String events = run("audit", "search", "--policy-config", config, "--kind", "access", "--json")
                .out();
        for (List<String> command : commands) {
            String name = String.join(" ", command.subList(0, command.getFirst().equals("audit") ? 2 : 1));
            assertThat(events).contains("\"reason\":\"" + name + "\"");
        }
        assertThat(events).doesNotContain("somebody", "9999-12-31", "1970-01-01");
        assertThat(events.lines().filter(line -> line.contains("\"evidence\""))).hasSize(1);
    }

    private String logged(String name, boolean immutable) throws IOException {
        Path other = directory.resolve(name);
        Files.writeString(other, Files.readString(file) + """
                policies:
                  chain: [audit-logger]
                policy:
                  audit-logger:
                    log_all_access: true
                    immutable: %s
                audit:
                  signing_key_ref: {file: "%s"}
                """.formatted(immutable, key("audit-signing-key.pem")));
        return other.toString();
    }

    private String key(String name) {
        return directory.resolve("keys").resolve(name).toString();
    }

    private String prepare() throws IOException {
        assertThat(run("audit", "keygen", "--output", directory.resolve("keys").toString())
                        .code())
                .isZero();
        assertThat(run("audit", "keygen", "--output", directory.resolve("keys").toString())
                        .code())
                .isEqualTo(2);
        SharedStack stack = SharedStack.get();
        file = directory.resolve("policy-config.yaml");
        String text = """
                kafka:
                  bootstrap.servers: "%s"
                  schema.registry.url: "%s"
                providers:
                  targets:
                    - {id: primary, provider: mistral, model: mistral-small-latest}
                topics:
                  prefix: "%s"
                  partitions: 3
                """.formatted(stack.bootstrapServers(), stack.registryUrl(), SharedStack.freshPrefix());
        Files.writeString(file, text);
        configuration = new ConfigurationReader().read(file).withKafka(Map.of());
        connection = Connection.of(configuration, Environment.ofProcess());
        TopicCreation.create(connection, configuration, false);
        return file.toString();
    }

    private void write() throws IOException {
        Signer signer = Signer.of(Files.readString(Path.of(key("audit-signing-key.pem"))));
        String audit = configuration.topics().name(Topic.AUDIT);
        try (Serde<AuditEvent> events = Serdes.values(connection, configuration);
                KafkaProducer<byte[], byte[]> producer = producer()) {
            Head[] heads = new Head[3];
            for (int p = 0; p < heads.length; p++) {
                heads[p] = Head.opening("task/" + p, 1);
                seal(producer, signer, heads[p], p);
            }
            for (int i = 0; i < EVENTS; i++) {
                String id = "r-" + i / 3;
                byte[] key = id.getBytes(StandardCharsets.UTF_8);
                int partition =
                        org.apache.kafka.common.utils.Utils.toPositive(org.apache.kafka.common.utils.Utils.murmur2(key))
                                % 3;
                RecordHeaders headers = new RecordHeaders();
                byte[] value = events.serializer().serialize(audit, headers, event(id, i));
                LinkHeaders.write(heads[partition].append(key, value), headers);
                producer.send(new ProducerRecord<>(
                        audit, partition, START.plusSeconds(5L * i).toEpochMilli(), key, value, headers));
            }
            for (int p = 0; p < heads.length; p++) {
                seal(producer, signer, heads[p], p);
            }
        }
    }

    private static AuditEvent event(String id, int i) {
        AuditEvent.Builder event = AuditEvent.newBuilder()
                .setKind(i % 3 == 0 ? "admitted" : i % 3 == 1 ? "attempt" : "response")
                .setAt(START.plusSeconds(5L * i))
                .setRequestId(id)
                .setTenant("acme");
        return i % 3 == 2 ? event.setStatus("completed").setReason("none").build() : event.build();
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(connection.of("producer."), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void seal(KafkaProducer<byte[], byte[]> producer, Signer signer, Head head, int partition) {
        String topic = configuration.topics().name(Topic.AUDIT_CHECKPOINTS);
        Seal seal = head.seal(START.plusSeconds(5L * EVENTS).toEpochMilli(), "gateway-1");
        AuditCheckpoint checkpoint = AuditCheckpoint.newBuilder()
                .setChain(seal.chain())
                .setEpoch(seal.epoch())
                .setSequence(seal.sequence())
                .setHash(ByteBuffer.wrap(seal.hash()))
                .setAt(Instant.ofEpochMilli(seal.atMs()))
                .setInstance(seal.instance())
                .setKeyId(signer.keyId())
                .setSignature(ByteBuffer.wrap(signer.sign(seal)))
                .build();
        try (Serde<AuditCheckpoint> serde = Serdes.values(connection, configuration)) {
            producer.send(new ProducerRecord<>(
                    topic, partition, null, serde.serializer().serialize(topic, checkpoint)));
        }
    }

    private void insertForeign() {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(
                    configuration.topics().name(Topic.AUDIT),
                    1,
                    "x".getBytes(StandardCharsets.UTF_8),
                    "no avro".getBytes(StandardCharsets.UTF_8)));
        }
    }
}
