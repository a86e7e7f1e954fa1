package dev.alize.ingress.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.ingress.exchange.Found;
import dev.alize.ingress.exchange.Identity;
import dev.alize.ingress.exchange.RequestIndex;
import dev.alize.ingress.exchange.Waiter;
import dev.alize.ingress.exchange.Waits;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.registry.FakeRegistry;
import dev.alize.schemas.registry.RegistryException;
import dev.alize.schemas.serde.AvroSerializer;
import dev.alize.schemas.serde.SerdeContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final String RESPONSES = "llm.responses";
    private static final String REQUESTS = "llm.requests.acme";

    private final FakeRegistry registry = new FakeRegistry();
    private final SerdeContext writing = serdes();
    private final SerdeContext reading = serdes();
    private final RequestIndex index = new RequestIndex(10, 3_600);
    private final Waits waits = new Waits(10);
    private final List<String> told = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals(
            new Peek(reading.writerSchemas()),
            new Decoders(reading),
            index,
            waits,
            (topic, tenant) -> Optional.of(tenant).filter(topic::endsWith));

    private SerdeContext serdes() {
        return SerdeContext.of(Map.of("schema.registry.url", registry.url(), "max.retries", "0"));
    }

    @AfterEach
    void close() {
        writing.close();
        reading.close();
        registry.close();
    }

    private record Somebody(List<String> told, boolean wantsChunks) implements Waiter {
        @Override
        public Executor home() {
            return Runnable::run;
        }

        private Somebody(List<String> told) {
            this(told, false);
        }

        @Override
        public boolean wantsOpened() {
            return false;
        }

        @Override
        public void answered(CompletionResponse response) {
            told.add("answered " + response.getRequestId());
        }

        @Override
        public void found(CompletionResponse response) {}

        @Override
        public void opened(String body) {}

        @Override
        public void failed(Delivery.Reason reason) {
            told.add("failed " + reason);
        }

        @Override
        public void arrived(List<CompletionChunk> chunks) {
            told.add("got " + chunks.size());
        }
    }

    private static Identity id(String request) {
        return new Identity("acme", request);
    }

    private static CompletionRequest request(String tenant, String id) {
        return CompletionRequest.newBuilder()
                .setRequestId(id)
                .setTenant(tenant)
                .setEndpoint(Endpoint.CHAT)
                .setMessages(List.of())
                .setParameters(new Parameters())
                .build();
    }

    private byte[] bytes(String topic, SpecificRecord record) {
        try (AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(writing, false)) {
            byte[] bytes = serializer.serialize(topic, record);
            return bytes == null ? new byte[0] : bytes;
        }
    }

    private byte[] response(String id) {
        return bytes(RESPONSES, FakeExchange.completed(request("acme", id), "hello"));
    }

    private static ConsumerRecords<byte[], byte[]> records(String topic, byte[]... values) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (byte[] value : values) {
            records.add(new ConsumerRecord<>(topic, 0, records.size(), new byte[0], value));
        }
        TopicPartition partition = new TopicPartition(topic, 0);
        return new ConsumerRecords<>(Map.of(partition, records), Map.of());
    }

    @Test
    void goesOnBehindARecordWhoseSchemaTheRegistryRefuses() {
        waits.join(id("r2"), "a", false, new Somebody(told));
        byte[] one = response("r1");
        byte[] two = response("r2");
        registry.fail(403, "{\"error_code\":40301,\"message\":\"no\"}");
        arrivals.responses(records(RESPONSES, one, two));
        assertThat(told).containsExactly("answered r2");
    }

    @Test
    void readsAgainWhereTheRegistryIsAway() {
        byte[] one = response("r1");
        registry.fail(503, "{}");
        assertThatThrownBy(() -> arrivals.responses(records(RESPONSES, one))).isInstanceOf(RegistryException.class);
    }

    @Test
    void tellsThoseWhoWaitForAResponseThatCannotBeRead() {
        waits.join(id("r1"), "a", false, new Somebody(told));
        waits.join(id("r2"), "a", false, new Somebody(told));
        byte[] whole = response("r1");
        byte[] cut = Arrays.copyOf(whole, whole.length - 5);
        arrivals.responses(records(RESPONSES, cut, response("r2")));
        assertThat(told).containsExactly("failed REFUSED", "answered r2");
    }

    @Test
    void endsStreamsThatLackAChunkThatCannotBeRead() {
        waits.join(id("r1"), "a", false, new Somebody(told, true));
        waits.join(id("r1"), "a", false, new Somebody(told));
        waits.join(id("r2"), "a", false, new Somebody(told, true));
        byte[] whole = bytes("llm.chunks", FakeExchange.chunk(request("acme", "r1"), 1, 0, false, "hello"));
        byte[] cut = Arrays.copyOf(whole, whole.length - 3);
        byte[] other = bytes("llm.chunks", FakeExchange.chunk(request("acme", "r2"), 1, 0, false, "hello"));
        arrivals.chunks(records("llm.chunks", cut, other));
        assertThat(told).containsExactlyInAnyOrder("failed UNTOLD", "got 1");
    }

    @Test
    void takesTheTenantOfARequestFromItsTopic() {
        byte[] own = bytes(REQUESTS, request("acme", "r1"));
        byte[] claimed = bytes(REQUESTS, request("globex", "r1"));
        arrivals.requests(records(REQUESTS, own, claimed));
        arrivals.formerRequests(records(REQUESTS, own, claimed));
        assertThat(index.find(id("r1"))).isInstanceOf(Found.Open.class);
        assertThat(index.find(new Identity("globex", "r1"))).isEqualTo(new Found.Unknown());
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(REQUESTS, 0, 0, new byte[0], claimed);
        assertThat(arrivals.isRequest(new Identity("globex", "r1"), record)).isFalse();
    }
}
