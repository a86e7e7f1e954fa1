package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.cache.AnswerCache;
import dev.alize.cache.CacheRules;
import dev.alize.cache.Question;
import dev.alize.schemas.CachedAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the records of the topic come to. */
class AnswerTableTest {
    private static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");
    private static final byte[] KEY = new byte[Question.LENGTH];
    private static final Question ASKED = Question.of(KEY);
    private static final Deserializer<Object> DECODER = (topic, bytes) -> {
        try {
            return bytes.length == 0 ? "no answer" : CachedAnswer.fromByteBuffer(ByteBuffer.wrap(bytes));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(e);
        }
    };

    private final AnswerCache cache =
            new AnswerCache(new CacheRules(true, 60_000, 60_000, 10_000, 1_000, true, false, "v1"), () -> NOW);
    private final AnswerTable table = new AnswerTable(cache);

    private static byte[] answer(Instant at) throws IOException {
        ByteBuffer bytes =
                CachedAnswer.newBuilder().setAt(at).setTenant("t").build().toByteBuffer();
        return Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
    }

    private Optional<String> take(byte @Nullable [] key, byte @Nullable [] value) {
        return table.take(DECODER, new ConsumerRecord<>("llm.cache", 0, 0, key, value));
    }

    private boolean knows() {
        return cache.fresh(ASKED, NOW.toEpochMilli()).isPresent();
    }

    @Test
    void theLatestAnswerIsKeptAndARecordWithoutValueRemovesIt() throws IOException {
        assertThat(take(KEY, answer(NOW.minusSeconds(1)))).isEmpty();
        assertThat(take(KEY, answer(NOW.minusSeconds(9)))).isEmpty();
        assertThat(cache.fresh(ASKED, NOW.toEpochMilli()).orElseThrow().at())
                .isEqualTo(NOW.minusSeconds(1).toEpochMilli());
        assertThat(take(KEY, null)).isEmpty();
        assertThat(knows()).isFalse();
    }

    @Test
    void whatMakesNoSenseIsIgnoredAndTheRestStays() throws IOException {
        take(KEY, answer(NOW));
        assertThat(take(null, answer(NOW))).contains("its key is no question");
        assertThat(take(new byte[3], answer(NOW))).contains("its key is no question");
        assertThat(take(KEY, new byte[0])).contains("its value is no CachedAnswer");
        assertThat(take(KEY, new byte[] {1, 2, 3})).contains("its value is no CachedAnswer");
        assertThat(knows()).isTrue();
    }

    @Test
    void anAnswerThatIsTooOldIsNotKept() throws IOException {
        take(KEY, answer(NOW.minusSeconds(60)));
        assertThat(knows()).isFalse();
    }
}
