package dev.alize.gateway;

import static java.util.Objects.requireNonNull;

import dev.alize.client.TopicLayout;
import dev.alize.config.Configuration;
import dev.alize.config.SecretReference;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.embedded.SharedStack;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.serde.AvroSerde;
import dev.alize.schemas.serde.AvroSerializer;
import dev.alize.simulator.SimulatedMistral;
import dev.alize.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;

/** Topics of its own on the shared broker, a simulator, and the upstream service's side of both ends. */
final class Trial implements AutoCloseable {
    static final int PARTITIONS = 3;

    final SimulatedMistral mistral = SimulatedMistral.start(SimulatorOptions.DEFAULT.withValidation(false));
    final Configuration configuration;
    private final Path stateDir;
    private final String prefix;
    private final String yaml;
    private final AvroSerde<SpecificRecord> serde = new AvroSerde<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<Topic, KafkaConsumer<byte[], byte[]>> consumers = new HashMap<>();

    /** @param processing lines of the block {@code processing}, each indented by two spaces */
    Trial(Path stateDir, String processing) {
        this(
                stateDir,
                processing,
                Map.of("schema.registry.url", SharedStack.get().registryUrl()));
    }

    /** @param registry where it is and how records name their schemas, for the gateway and the upstream service alike */
    Trial(Path stateDir, String processing, Map<String, String> registry) {
        this(stateDir, "", processing, registry);
    }

    /** One with a topic of interactive requests. */
    static Trial withInteractiveTopic(Path stateDir, String processing) {
        return new Trial(
                stateDir,
                "  requests_interactive: \"%srequests-interactive\"\n".formatted(SharedStack.freshPrefix()),
                processing,
                Map.of("schema.registry.url", SharedStack.get().registryUrl()));
    }

    /** One with other policies: the blocks {@code policies} and {@code policy}. */
    static Trial withPolicies(Path stateDir, String policies) {
        return new Trial(
                stateDir,
                policies,
                "",
                "",
                Map.of("schema.registry.url", SharedStack.get().registryUrl()));
    }

    private Trial(Path stateDir, String topics, String processing, Map<String, String> registry) {
        this(stateDir, "policies:\n  chain: [audit-logger]\n", topics, processing, registry);
    }

    private Trial(Path stateDir, String policies, String topics, String processing, Map<String, String> registry) {
        this.stateDir = stateDir;
        SharedStack stack = SharedStack.get();
        prefix = SharedStack.freshPrefix();
        yaml = policies + """
                providers:
                  retry: {max_attempts: 2, initial_backoff: 50ms, max_backoff: 100ms}
                  circuit_breaker: {recovery_timeout_seconds: 1}
                  targets:
                    - {id: simulated, provider: mistral, model: mistral-small-latest}
                topics:
                  prefix: "%s"
                  partitions: %d
                %sprocessing:
                  application_id: "%sapp"
                  state_dir: "%s"
                """.formatted(prefix, PARTITIONS, topics, prefix, stateDir) + processing;
        configuration = new ConfigurationReader()
                .parse("trial", yaml)
                .withKafka(Map.of("bootstrap.servers", stack.bootstrapServers()))
                .withKafka(registry)
                .withTargets(target -> target.withEndpoint(mistral.baseUrl(), new SecretReference.Given("key")));
        Map<String, Object> serdeSettings = new HashMap<>(registry);
        serdeSettings.put("specific.avro.reader", "true");
        serde.configure(serdeSettings, false);
        createTopics(stack);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "linger.ms", "5", "max.request.size", "10000000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        for (Topic topic : List.of(Topic.RESPONSES, Topic.CHUNKS, Topic.AUDIT, Topic.DEAD_LETTERS)) {
            consumers.put(topic, consumer(stack, configuration.topics().name(topic)));
        }
    }

    private void createTopics(SharedStack stack) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            for (TopicLayout.Plan plan : TopicLayout.of(configuration)) {
                int partitions = plan.topic().hasOnePartition() ? 1 : PARTITIONS;
                topics.add(new NewTopic(plan.name(), partitions, (short) 1)
                        .configs(Map.of("max.message.bytes", "10000000")));
            }
            SharedStack.create(admin, topics);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot create topics", e);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(SharedStack stack, String topic) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", stack.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions(topic, PARTITIONS));
        return consumer;
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Reads so many partitions from now on. */
    void grown(int partitions) {
        consumers.forEach((topic, consumer) ->
                consumer.assign(partitions(configuration.topics().name(topic), partitions)));
    }

    void request(String id) {
        send(Topic.REQUESTS, id, request(id, "Hello from " + id));
    }

    static CompletionRequest request(String id, String text) {
        return CompletionRequest.newBuilder()
                .setRequestId(id)
                .setMessages(List.of(
                        Message.newBuilder().setRole("user").setContent(text).build()))
                .setParameters(Parameters.newBuilder().build())
                .build();
    }

    String yaml() {
        return yaml;
    }

    /** The partition that a key comes to where nobody chose another one. */
    static int partition(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
    }

    /** Writes a request to a partition of the producer's choice, as clients with another hash do. */
    int requestTo(int partition, String id) {
        String name = configuration.topics().name(Topic.REQUESTS);
        byte[] value = serde.serializer().serialize(name, request(id, "Hello from " + id));
        producer.send(new ProducerRecord<>(name, partition, id.getBytes(StandardCharsets.UTF_8), value));
        return partition;
    }

    /** Writes a request as a producer does whose schema has a field more, registered just now. */
    void requestInNewerSchema(String id) {
        Schema older = CompletionRequest.getClassSchema();
        List<Schema.Field> fields = new ArrayList<>();
        older.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("added_later", Schema.create(Schema.Type.STRING), "A new field.", "none"));
        Schema newer = Schema.createRecord(older.getName(), older.getDoc(), older.getNamespace(), false, fields);
        GenericRecord record = new GenericData.Record(newer);
        CompletionRequest request = request(id, "Hello");
        older.getFields().forEach(field -> record.put(field.name(), request.get(field.pos())));
        record.put("added_later", "x");
        String name = configuration.topics().name(Topic.REQUESTS);
        try (AvroSerializer<GenericRecord> serializer = new AvroSerializer<>()) {
            serializer.configure(Map.of("schema.registry.url", SharedStack.get().registryUrl()), false);
            sendRaw(Topic.REQUESTS, id, requireNonNull(serializer.serialize(name, record)));
        }
    }

    /** Waits until the provider was called so often. */
    void awaitCalls(long calls) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> mistral.statistics().calls() >= calls);
    }

    /** Writes a configuration for a gateway in another process; its key comes from the environment. */
    Path configurationFile(Path file) throws IOException {
        String text = yaml
                + "kafka:\n  bootstrap.servers: \"%s\"\n  schema.registry.url: \"%s\"\n"
                        .formatted(
                                SharedStack.get().bootstrapServers(),
                                SharedStack.get().registryUrl());
        return Files.writeString(
                file, text.replace("{id: simulated,", "{id: simulated, base_url: \"" + mistral.baseUrl() + "\","));
    }

    /** The same for another instance, in a directory of its own. */
    Path configurationFile(Path file, Path otherStateDir) throws IOException {
        String text = Files.readString(configurationFile(file));
        return Files.writeString(file, text.replace("\"" + stateDir + "\"", "\"" + otherStateDir + "\""));
    }

    void cancel(String id) {
        cancel(id, id);
    }

    /** @param key the record key of the request */
    void cancel(String id, String key) {
        send(Topic.CANCELS, key, Cancellation.newBuilder().setRequestId(id).build());
    }

    void send(Topic topic, String key, SpecificRecord value) {
        String name = configuration.topics().name(topic);
        RecordHeaders headers = new RecordHeaders();
        sendRaw(topic, key, serde.serializer().serialize(name, headers, value), headers);
    }

    void sendRaw(Topic topic, String key, byte[] value) {
        sendRaw(topic, key, value, new RecordHeaders());
    }

    void sendRaw(Topic topic, String key, byte[] value, Headers headers) {
        String name = configuration.topics().name(topic);
        producer.send(new ProducerRecord<>(name, null, key.getBytes(StandardCharsets.UTF_8), value, headers));
        producer.flush();
    }

    /** Reads on until so many records came, or the time is over. */
    List<ConsumerRecord<byte[], byte[]>> read(Topic topic, int count, Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        long end = System.nanoTime() + timeout.toNanos();
        while (read.size() < count && System.nanoTime() < end) {
            requireNonNull(consumers.get(topic)).poll(Duration.ofMillis(50)).forEach(read::add);
        }
        return read;
    }

    List<CompletionResponse> responses(int count, Duration timeout) {
        return read(Topic.RESPONSES, count, timeout).stream()
                .map(record -> decode(record, CompletionResponse.class))
                .toList();
    }

    List<AuditEvent> audit(Predicate<List<AuditEvent>> enough, Duration timeout) {
        List<AuditEvent> events = new ArrayList<>();
        long end = System.nanoTime() + timeout.toNanos();
        while (!enough.test(events) && System.nanoTime() < end) {
            read(Topic.AUDIT, 1, Duration.ofMillis(100))
                    .forEach(record -> events.add(decode(record, AuditEvent.class)));
        }
        return events;
    }

    <T> T decode(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        return type.cast(serde.deserializer().deserialize(record.topic(), record.headers(), record.value()));
    }

    @Override
    public void close() {
        producer.close();
        consumers.values().forEach(KafkaConsumer::close);
        mistral.close();
        serde.close();
        deleteTopics();
    }

    /** The shared broker would have thousands of partitions after all tests, and no heap left. */
    private void deleteTopics() {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", SharedStack.get().bootstrapServers()))) {
            List<String> mine = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList();
            SharedStack.delete(admin, mine);
        } catch (ExecutionException e) {
            // What a gateway that is being stopped takes along is gone as well.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
