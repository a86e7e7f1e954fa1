package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.Connection;
import dev.alize.client.TopicCreation;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.embedded.EmbeddedOptions;
import dev.alize.embedded.EmbeddedStack;
import dev.alize.embedded.SharedStack;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.serde.AvroSerde;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does at the command line, on a real broker. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
class OperatorIT {
    /** One of its own: what is commanded and read here is on topics that every instance follows. */
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static EmbeddedStack stack;

    @BeforeAll
    static void startStack() {
        stack = EmbeddedStack.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stopStack() {
        stack.close();
    }

    private static final String PROMPT = "a secret prompt";

    @TempDir
    Path directory;

    private final AvroSerde<SpecificRecord> serde = new AvroSerde<>();
    private Path file;
    private Configuration configuration;
    private Connection connection;

    private record Ran(int exit, String out, String err) {}

    @BeforeEach
    void createTopics() throws IOException {
        file = Files.writeString(directory.resolve("policy-config.yaml"), """
                providers:
                  targets:
                    - {id: primary, provider: mistral, model: mistral-small-latest}
                topics:
                  prefix: "%s"
                  partitions: 3
                kafka:
                  bootstrap.servers: "%s"
                  schema.registry.url: "%s"
                """.formatted(
                        SharedStack.freshPrefix(), stack.bootstrapServers(), stack.registryUrl()));
        configuration = new ConfigurationReader().read(file);
        connection = Connection.of(configuration, Environment.ofProcess());
        TopicCreation.create(connection, configuration, false);
        serde.configure(connection.registry(), false);
    }

    @AfterEach
    void close() {
        serde.close();
    }

    private Ran alize(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--policy-config", file.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Alize.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Ran(exit, out.toString(), err.toString());
    }

    @Test
    void commandsAreGivenShownLiftedAndAudited() {
        assertThat(alize("control", "show").out()).contains("no command is in force");
        assertThat(alize("control", "pause", "primary", "--for", "30m", "--reason", "maintenance")
                        .out())
                .contains("pause", "primary", "maintenance");
        assertThat(alize("control", "max-concurrency", "--all", "5").exit()).isZero();
        assertThat(alize("control", "timeout", "primary", "90s").out()).contains("90000ms");
        assertThat(alize("control", "force-fallback", "on").out()).contains("force-fallback   (all)");
        assertThat(alize("control", "show", "--json").out())
                .contains("\"command\":\"max_concurrency\",\"target\":null,\"value\":5");
        alize("control", "resume", "primary");
        alize("control", "max-concurrency", "--all", "off");
        alize("control", "timeout", "primary", "off");
        assertThat(alize("control", "force-fallback", "off").out()).contains("no command is in force");
        assertThat(read(Topic.AUDIT, 8))
                .extracting(record -> decode(record, AuditEvent.class))
                .allMatch(event -> event.getKind().equals("control"))
                .extracting(
                        event -> event.getReason() + " " + event.getDetails().get("state"))
                .startsWith("pause given", "max_concurrency given")
                .endsWith("force_fallback lifted");
    }

    @Test
    void aMistypedTargetIsNotCommanded() {
        Ran ran = alize("control", "pause", "primry");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("no target 'primry'", "did you mean 'primary'?");
        assertThat(alize("control", "pause").err()).contains("expected TARGET or --all");
        assertThat(alize("control", "max-concurrency", "primary", "0").err()).contains("expected 1 to 1,000,000");
    }

    @Test
    void deadLettersAreListedShownAndSentAgainToTheirPartition() {
        letter(2, "r-1", 0, "timeout");
        letter(2, "r-1", 1, "timeout");
        letter(1, "r-2", 0, "unauthorized");
        send(Topic.DEAD_LETTERS, 0, "junk", "no avro".getBytes(StandardCharsets.UTF_8));

        Ran list = alize("dead-letters", "list");
        assertThat(list.out())
                .contains("r-1", "r-2", "(undecodable)", "2:1", "dead letters: 4")
                .doesNotContain(PROMPT);
        assertThat(alize("dead-letters", "list", "--kind", "timeout", "--json")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(alize("dead-letters", "list", "--kind", "timeuot").err()).contains("did you mean 'timeout'?");
        assertThat(alize("dead-letters", "show", "r-2").out())
                .contains("\"message\":\"broken\"")
                .doesNotContain(PROMPT);
        assertThat(alize("dead-letters", "show", "1:0", "--with-text").out()).contains(PROMPT);
        assertThat(alize("dead-letters", "show", "r-3").exit()).isEqualTo(1);

        assertThat(alize("dead-letters", "redrive", "--dry-run").out())
                .contains("would be sent: 2: timeout 1, unauthorized 1", "hold no request: 1", "exists: 1");
        assertThat(alize("dead-letters", "redrive").exit()).as("nobody to ask").isEqualTo(2);
        Ran sent = alize("dead-letters", "redrive", "--kind", "timeout", "--yes");
        assertThat(sent.out()).as(sent.err()).contains("sent: 1", "without their deadline, which had passed: 1");
        ConsumerRecord<byte[], byte[]> record = read(Topic.REQUESTS, 1).getFirst();
        CompletionRequest request = decode(record, CompletionRequest.class);
        assertThat(record.partition()).isEqualTo(2);
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("key-r-1");
        assertThat(request.getRequestId()).isEqualTo("r-1");
        assertThat(request.getRedrive()).isEqualTo(2);
        assertThat(request.getDeadline()).isNull();
        AuditEvent event = decode(read(Topic.AUDIT, 1).getFirst(), AuditEvent.class);
        assertThat(event.getKind()).isEqualTo("redrive");
        assertThat(event.getDetails()).containsEntry("count", "1").containsEntry("kind.timeout", "1");
    }

    private void letter(int partition, String id, int redrive, String kind) {
        CompletionRequest request = CompletionRequest.newBuilder()
                .setRequestId(id)
                .setRedrive(redrive)
                .setMessages(List.of(
                        Message.newBuilder().setRole("user").setContent(PROMPT).build()))
                .setParameters(Parameters.newBuilder().build())
                .setDeadline(Instant.now().minusSeconds(60))
                .build();
        DeadLetter letter = DeadLetter.newBuilder()
                .setRequestId(id)
                .setTenant("default")
                .setRedrive(redrive)
                .setError(ResponseError.newBuilder()
                        .setKind(kind)
                        .setBlame("provider")
                        .setMessage("broken")
                        .build())
                .setSourceTopic(configuration.topics().name(Topic.REQUESTS))
                .setSourcePartition(partition)
                .setSourceOffset(0)
                .setAt(Instant.now())
                .setRequest(request)
                .build();
        String topic = configuration.topics().name(Topic.DEAD_LETTERS);
        send(Topic.DEAD_LETTERS, partition, "key-" + id, serde.serializer().serialize(topic, letter));
    }

    private void send(Topic topic, int partition, String key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(connection.of("producer."), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    configuration.topics().name(topic), partition, key.getBytes(StandardCharsets.UTF_8), value));
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic, int count) {
        Map<String, Object> properties = connection.of("consumer.");
        properties.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, 3)
                    .mapToObj(partition ->
                            new TopicPartition(configuration.topics().name(topic), partition))
                    .toList());
            for (int i = 0; i < 100 && read.size() < count; i++) {
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            }
        }
        assertThat(read).hasSize(count);
        return read;
    }

    private <T> T decode(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        return type.cast(serde.deserializer().deserialize(record.topic(), record.headers(), record.value()));
    }
}
