package dev.alize.bench;

import dev.alize.config.Topic;
import dev.alize.config.TopicSettings;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.serde.AvroSerde;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Makes and reads the records of a bench. Safe to use from any thread. */
final class Messages implements AutoCloseable {
    static final String REQUESTS = TopicSettings.DEFAULT_PREFIX + Topic.REQUESTS.suffix();
    static final String RESPONSES = TopicSettings.DEFAULT_PREFIX + Topic.RESPONSES.suffix();
    static final String CHUNKS = TopicSettings.DEFAULT_PREFIX + Topic.CHUNKS.suffix();
    static final String CANCELS = TopicSettings.DEFAULT_PREFIX + Topic.CANCELS.suffix();
    static final String AUDIT = TopicSettings.DEFAULT_PREFIX + Topic.AUDIT.suffix();
    static final String INCIDENTS = TopicSettings.DEFAULT_PREFIX + Topic.INCIDENTS.suffix();

    private static final int TEXTS = 64;
    private static final int TEXT = 1024;
    private static final int LETTERS = 26;

    private final AvroSerde<SpecificRecord> serde = new AvroSerde<>();
    private final List<String> texts;

    /** With prompts of random letters. */
    Messages(String registryUrl) {
        this(registryUrl, randomTexts());
    }

    /** @param texts that the prompts are made of, at least one that is not empty */
    Messages(String registryUrl, List<String> texts) {
        serde.configure(Map.of("schema.registry.url", registryUrl, "specific.avro.reader", "true"), false);
        this.texts = List.copyOf(texts);
    }

    private static List<String> randomTexts() {
        List<String> texts = new ArrayList<>();
        Random random = new Random(TEXTS);
        for (int i = 0; i < TEXTS; i++) {
            texts.add(text(random, TEXT));
        }
        return texts;
    }

    /** Words of random letters: what lz4 makes of them is about what it makes of prose. */
    private static String text(Random random, int characters) {
        StringBuilder text = new StringBuilder(characters);
        while (text.length() < characters) {
            boolean space = random.nextInt(6) == 0;
            text.append(space ? ' ' : (char) ('a' + random.nextInt(LETTERS)));
        }
        return text.toString();
    }

    /**
     * A request, encoded.
     *
     * @param characters of the prompt, 1 or more
     */
    byte[] request(Ledger ledger, int number, int characters) {
        return serde.serializer()
                .serialize(REQUESTS, builder(ledger, number, characters).build());
    }

    /** A request for a streamed answer, encoded; else like {@link #request}. */
    byte[] streamed(Ledger ledger, int number, int characters) {
        return serde.serializer()
                .serialize(
                        REQUESTS,
                        builder(ledger, number, characters).setStream(true).build());
    }

    /** The end of a request of the tenant {@code default}, encoded. */
    byte[] cancellation(Ledger ledger, int number) {
        Cancellation cancellation =
                Cancellation.newBuilder().setRequestId(ledger.id(number)).build();
        return serde.serializer().serialize(CANCELS, cancellation);
    }

    private CompletionRequest.Builder builder(Ledger ledger, int number, int characters) {
        return CompletionRequest.newBuilder()
                .setRequestId(ledger.id(number))
                .setMessages(List.of(Message.newBuilder()
                        .setRole("user")
                        .setContent(prompt(number, characters))
                        .build()))
                .setParameters(Parameters.newBuilder().build());
    }

    /** One text after the other, beginning with another one for each request: not even lz4 sees them repeat. */
    private String prompt(int number, int characters) {
        StringBuilder prompt = new StringBuilder(characters + TEXT);
        for (int i = number; prompt.length() < characters; i++) {
            prompt.append(texts.get(i % texts.size()));
        }
        prompt.setLength(characters);
        return prompt.toString();
    }

    CompletionResponse response(byte[] value) {
        return decode(CompletionResponse.class, RESPONSES, value);
    }

    <T> T decode(Class<T> type, String topic, byte[] value) {
        return type.cast(serde.deserializer().deserialize(topic, value));
    }

    @Override
    public void close() {
        serde.close();
    }
}
