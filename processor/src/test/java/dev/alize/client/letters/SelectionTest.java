package dev.alize.client.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.ResponseError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which letters are sent again, and as what. */
class SelectionTest {
    private static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");
    private static final LetterFilter ALL = new LetterFilter(Set.of(), null, null, null);

    private long offset;

    static DeadLetter content(String id, int redrive, String kind, Instant at) {
        return DeadLetter.newBuilder()
                .setRequestId(id)
                .setTenant("acme")
                .setRedrive(redrive)
                .setError(ResponseError.newBuilder()
                        .setKind(kind)
                        .setBlame("provider")
                        .setMessage("broken")
                        .build())
                .setSourceTopic("llm.requests")
                .setSourcePartition(2)
                .setSourceOffset(7)
                .setAt(at)
                .setRequest(CompletionRequest.newBuilder()
                        .setRequestId(id)
                        .setTenant("acme")
                        .setRedrive(redrive)
                        .setParameters(Parameters.newBuilder().build())
                        .build())
                .build();
    }

    private Letter letter(@Nullable DeadLetter content) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("llm.dead-letters", 2, offset++, new byte[0], new byte[0]);
        record.headers().add("llm.error-kind", "undecodable".getBytes(StandardCharsets.UTF_8));
        return Letter.of(record, Optional.ofNullable(content));
    }

    private Letter letter(String id, int redrive, String kind) {
        return letter(content(id, redrive, kind, NOW.plusSeconds(offset)));
    }

    private static Set<String> kinds(String... kinds) {
        return Set.of(kinds);
    }

    @Test
    void onlyTheHighestRedriveOfARequestIsSent() {
        Selection selection = new Selection(ALL);
        selection.take(letter("a", 0, "timeout"));
        selection.take(letter("b", 0, "timeout"));
        selection.take(letter("a", 1, "timeout"));
        selection.take(letter("a", 2, "unauthorized"));
        assertThat(selection.chosen(10))
                .extracting(chosen -> chosen.place().offset())
                .containsExactly(1L, 3L);
        assertThat(selection.superseded()).isEqualTo(2);
        assertThat(Selection.byKind(selection.chosen(10))).isEqualTo(Map.of("timeout", 1L, "unauthorized", 1L));
    }

    @Test
    void aLetterThatWasSentBeforeStaysOutEvenIfItsNewerOneIsNotMeant() {
        Selection selection = new Selection(new LetterFilter(kinds("timeout"), null, null, null));
        selection.take(letter("a", 0, "timeout"));
        selection.take(letter("a", 1, "invalid_request"));
        assertThat(selection.chosen(10)).isEmpty();
        assertThat(selection.superseded()).isEqualTo(1);
    }

    @Test
    void ofAConflictOfIdsTheFirstLetterThatIsMeantIsSent() {
        Selection selection = new Selection(ALL);
        selection.take(letter("a", 0, "timeout"));
        selection.take(letter("a", 0, "id_conflict"));
        assertThat(selection.chosen(10)).extracting(Selection.Chosen::kind).containsExactly("timeout");
    }

    @Test
    void whatIsUndecodableIsCountedAndNotSent() {
        Selection selection = new Selection(ALL);
        selection.take(letter(null));
        selection.take(letter("a", 0, "timeout"));
        assertThat(selection.undecodable()).isEqualTo(1);
        assertThat(selection.chosen(10)).hasSize(1);
    }

    @Test
    void theOldestComeFirstAndTheLimitCutsTheRest() {
        Selection selection = new Selection(ALL);
        selection.take(letter(content("late", 0, "timeout", NOW.plusSeconds(9))));
        selection.take(letter(content("early", 0, "timeout", NOW)));
        assertThat(selection.chosen(1))
                .extracting(chosen -> chosen.place().offset())
                .containsExactly(1L);
    }

    @Test
    void aFilterTellsKindsTimesAndTenants() {
        Letter letter = letter(content("a", 0, "timeout", NOW));
        assertThat(new LetterFilter(kinds("timeout", "forbidden"), NOW, NOW.plusMillis(1), "acme").test(letter))
                .isTrue();
        assertThat(new LetterFilter(kinds("forbidden"), null, null, null).test(letter))
                .isFalse();
        assertThat(new LetterFilter(kinds(), NOW.plusMillis(1), null, null).test(letter))
                .isFalse();
        assertThat(new LetterFilter(kinds(), null, NOW, null).test(letter)).isFalse();
        assertThat(new LetterFilter(kinds(), null, null, "other").test(letter)).isFalse();
        assertThat(new LetterFilter(kinds("undecodable"), null, null, null).test(letter(null)))
                .isTrue();
        assertThat(new LetterFilter(kinds(), null, null, "acme").test(letter(null)))
                .isFalse();
    }

    @Test
    void aRequestIsSentUnderItsNextNumberAndWithoutADeadlineThatPassed() {
        DeadLetter letter = content("a", 2, "timeout", NOW);
        assertThat(Redrive.again(letter, NOW).getRedrive()).isEqualTo(3);
        letter.getRequest().setDeadline(NOW);
        assertThat(Redrive.again(letter, NOW).getDeadline()).isNull();
        letter.getRequest().setDeadline(NOW.plusMillis(1));
        assertThat(Redrive.again(letter, NOW).getDeadline()).isEqualTo(NOW.plusMillis(1));
        assertThat(letter.getRequest().getRedrive()).isEqualTo(2);
    }
}
