package dev.alize.ingress.kafka;

import dev.alize.ingress.config.IngressSettings;
import dev.alize.ingress.config.TopicNames;
import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Exchange;
import dev.alize.ingress.exchange.Found;
import dev.alize.ingress.exchange.Identity;
import dev.alize.ingress.exchange.Place;
import dev.alize.ingress.exchange.RequestIndex;
import dev.alize.ingress.exchange.Waits;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.serde.AvroSerializer;
import dev.alize.schemas.serde.SerdeContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The exchange over a cluster. Its threads: one that writes, one that looks topics up, one that reads responses, one that
 * reads chunks, one that reads requests (where the index has them), one that looks single records up, one that asks
 * whether the brokers answer, and at the start one that builds the index.
 */
public final class KafkaExchange implements Exchange, AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    /** For the topics of tenants; who comes sooner is told to come back. */
    private static final Duration FURTHER = Duration.ofSeconds(5);

    private final TopicNames topics;
    private final SerdeContext serdes;
    private final RequestIndex index;
    private final Function<String, Set<String>> owned;
    private final Arrivals arrivals;
    private final Decoders decoders;
    private final Sender sender;
    private final Destinations destinations;
    private final Picker picker;
    private final List<Tail> tails = new ArrayList<>();
    private final IndexBuilder builder;
    private final Reachable reachable;
    private final InstantSource clock;

    private KafkaExchange(
            IngressSettings settings,
            FurtherTopics tenants,
            ClientSettings clients,
            SerdeContext serdes,
            Waits waits,
            InstantSource clock) {
        this.topics = settings.topics();
        this.serdes = serdes;
        this.clock = clock;
        this.index = new RequestIndex(
                settings.index().entries(), settings.index().window().toSeconds());
        this.owned = tenants.owned();
        this.decoders = new Decoders(serdes);
        this.arrivals = new Arrivals(new Peek(serdes.writerSchemas()), decoders, index, waits, tenants.owners());
        AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(serdes, false);
        Producer<String, SpecificRecord> producer = producer(settings, clients, serializer);
        Map<String, Integer> usual = Map.of(
                topics.requests(), producer.partitionsFor(topics.requests()).size(),
                topics.cancels(), producer.partitionsFor(topics.cancels()).size());
        this.sender = new Sender(producer);
        Admin admin = Admin.create(clients.admin());
        this.destinations = new Destinations(
                usual,
                () -> written(topics, tenants),
                wanted -> Destinations.absent(admin, wanted),
                (topic, schema) -> {
                    serializer.prepare(topic, schema);
                    return producer.partitionsFor(topic).size();
                });
        this.picker = new Picker(() -> consumer(clients.picker("picker")));
        this.builder = follow(settings, tenants, clients);
        this.reachable = new Reachable(admin);
    }

    /**
     * An exchange with a cluster and a registry that answer.
     *
     * @param tenants topics besides the usual ones
     * @param instance for the names of its clients
     * @throws StartException where one of them does not answer, or a topic is missing
     */
    public static KafkaExchange open(
            IngressSettings settings, FurtherTopics tenants, String instance, Waits waits, InstantSource clock) {
        ClientSettings clients = new ClientSettings(settings.kafka(), instance);
        SerdeContext serdes = Preconditions.check(settings, clients);
        KafkaExchange exchange = new KafkaExchange(settings, tenants, clients, serdes, waits, clock);
        try {
            exchange.awaitReaders();
            return exchange;
        } catch (StartException e) {
            exchange.close();
            throw e;
        }
    }

    /**
     * Topics of single tenants, besides the usual ones; asked again every few seconds.
     *
     * @param owned those that one tenant reads or writes
     */
    public record FurtherTopics(
            Owners owners,
            Function<String, Set<String>> owned,
            Supplier<Set<String>> requests,
            Supplier<Set<String>> cancels,
            Supplier<Set<String>> responses,
            Supplier<Set<String>> chunks) {
        /** None. */
        public static final FurtherTopics NONE = new FurtherTopics(
                (topic, tenant) -> Optional.of(tenant), tenant -> Set.of(), Set::of, Set::of, Set::of, Set::of);
    }

    /** Whose request a record of a topic of requests is. */
    public interface Owners {
        /** The tenant; empty where the gateway refuses the record. @param tenant that the record names */
        Optional<String> of(String topic, String tenant);
    }

    private static Map<String, Schema> written(TopicNames topics, FurtherTopics tenants) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        schemas.put(topics.requests(), CompletionRequest.getClassSchema());
        schemas.put(topics.cancels(), Cancellation.getClassSchema());
        tenants.requests().get().forEach(topic -> schemas.put(topic, CompletionRequest.getClassSchema()));
        tenants.cancels().get().forEach(topic -> schemas.put(topic, Cancellation.getClassSchema()));
        return schemas;
    }

    private IndexBuilder follow(IngressSettings settings, FurtherTopics tenants, ClientSettings clients) {
        List<IndexBuilder.Part> parts = new ArrayList<>();
        Tail responses = tail(
                "responses",
                clients.tail("responses"),
                new Tail.Topics(topics.responses(), tenants.responses()),
                arrivals::responses);
        parts.add(new IndexBuilder.Part(topics.responses(), responses.begun(), arrivals::responses));
        tail("chunks", clients.tail("chunks"), new Tail.Topics(topics.chunks(), tenants.chunks()), arrivals::chunks);
        if (settings.index().requests()) {
            Tail requests = tail(
                    "requests",
                    clients.slowTail("requests"),
                    new Tail.Topics(topics.requests(), tenants.requests()),
                    arrivals::requests);
            parts.add(new IndexBuilder.Part(topics.requests(), requests.begun(), arrivals::formerRequests));
        }
        Supplier<Consumer<byte[], byte[]>> consumers = () -> consumer(clients.tail("index"));
        return new IndexBuilder(parts, settings.index().window(), clock, consumers);
    }

    /** Chunks and responses of the first requests would pass unseen else. */
    private void awaitReaders() {
        CompletableFuture<?>[] begun = tails.stream().map(Tail::begun).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(begun).get(START.toSeconds(), TimeUnit.SECONDS);
            destinations.await(FURTHER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The readers of the topics were interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException(
                    "The topics of responses, chunks and requests: got no positions after " + START.toSeconds()
                            + " s; expected brokers that let them be read",
                    e);
        }
    }

    /** One that knows the schemas of the usual topics already. */
    private Producer<String, SpecificRecord> producer(
            IngressSettings settings, ClientSettings clients, AvroSerializer<SpecificRecord> serializer) {
        Producer<String, SpecificRecord> producer = new KafkaProducer<>(
                clients.producer(settings.limits().body().bytes()), new StringSerializer(), serializer);
        serializer.prepare(topics.requests(), CompletionRequest.getClassSchema());
        serializer.prepare(topics.cancels(), Cancellation.getClassSchema());
        return producer;
    }

    private Tail tail(String name, Map<String, Object> properties, Tail.Topics followed, Tail.Reader reader) {
        Tail tail = new Tail(name, followed, () -> consumer(properties), reader);
        tails.add(tail);
        return tail;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void write(CompletionRequest request, @Nullable String topic, java.util.function.Consumer<Delivery> ended) {
        Identity identity = new Identity(request.getTenant(), request.getRequestId());
        String orderingKey = request.getOrderingKey();
        String key = orderingKey == null ? request.getRequestId() : orderingKey;
        String name = topic == null ? topics.requests() : topic;
        if (destinations.partitions(name).isEmpty()) {
            ended.accept(new Delivery.Failed(Delivery.Reason.UNSENT));
            return;
        }
        sender.send(new ProducerRecord<>(name, key, request), delivery -> {
            if (delivery instanceof Delivery.Written written) {
                index.requested(identity, written.place(), clock.millis());
            }
            ended.accept(delivery);
        });
    }

    @Override
    public void cancel(
            Cancellation cancellation,
            @Nullable String topic,
            String key,
            @Nullable Integer partition,
            java.util.function.Consumer<Delivery> ended) {
        String name = topic == null ? topics.cancels() : topic;
        if (destinations.partitions(name).orElse(0) <= (partition == null ? 0 : partition)) {
            ended.accept(new Delivery.Failed(Delivery.Reason.UNSENT));
            return;
        }
        sender.send(new ProducerRecord<>(name, partition, key, cancellation), ended);
    }

    @Override
    public Found find(Identity identity) {
        Found found = index.find(identity);
        return found instanceof Found.Unknown && !isWholeFor(identity.tenant()) ? new Found.Building() : found;
    }

    private boolean isWholeFor(String tenant) {
        Set<String> lacking = builder.lacking();
        return builder.isBuilt() && (lacking.isEmpty() || Collections.disjoint(lacking, owned.apply(tenant)));
    }

    @Override
    public CompletionStage<Optional<CompletionResponse>> response(Place place, Identity identity) {
        return record(place, record -> arrivals.isResponse(identity, record), decoders::response);
    }

    @Override
    public CompletionStage<Optional<CompletionRequest>> request(Place place, Identity identity) {
        return record(place, record -> arrivals.isRequest(identity, record), decoders::request);
    }

    private <T> CompletionStage<Optional<T>> record(
            Place place,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted,
            Function<ConsumerRecord<byte[], byte[]>, T> decoder) {
        return picker.pick(place).thenApply(picked -> picked.filter(wanted).map(decoder));
    }

    /** Whether the tails read and the brokers answer: without that, requests would not come back. */
    public boolean isReady() {
        return reachable.answers() && tails.stream().allMatch(Tail::isReading);
    }

    /** Whether the index reaches back as far as it is to. */
    public boolean isIndexBuilt() {
        return builder.isBuilt();
    }

    public RequestIndex index() {
        return index;
    }

    /** How many records wait to be given to the producer. */
    public int unsent() {
        return sender.waiting();
    }

    /** Writes what is to be written, then ends the threads. */
    @Override
    public void close() {
        destinations.close();
        sender.close();
        reachable.close();
        builder.close();
        tails.forEach(Tail::close);
        picker.close();
        serdes.close();
    }
}
