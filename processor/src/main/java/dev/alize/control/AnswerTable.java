package dev.alize.control;

import dev.alize.cache.AnswerCache;
import dev.alize.cache.KeptAnswer;
import dev.alize.cache.Question;
import dev.alize.client.Serdes;
import dev.alize.schemas.CachedAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Takes records of the topic of answers into the cache. Owned by one thread. */
record AnswerTable(AnswerCache cache) {
    /**
     * Takes the next record; one without a value removes what was kept.
     *
     * @return why it was ignored, without any text of the record; empty where it was not
     * @throws org.apache.kafka.common.KafkaException where the registry does not answer
     */
    Optional<String> take(Deserializer<?> decoder, ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (key == null || key.length != Question.LENGTH) {
            return Optional.of("its key is no question");
        }
        Question question = Question.of(key);
        if (record.value() == null) {
            cache.forget(question);
            return Optional.empty();
        }
        Optional<CachedAnswer> answer = Serdes.decode(decoder, CachedAnswer.class, record);
        if (answer.isEmpty()) {
            return Optional.of("its value is no CachedAnswer");
        }
        cache.keep(question, new KeptAnswer(answer.get().getAt().toEpochMilli(), bytes(answer.get())));
        return Optional.empty();
    }

    private static byte[] bytes(CachedAnswer answer) {
        try {
            ByteBuffer buffer = answer.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }
}
