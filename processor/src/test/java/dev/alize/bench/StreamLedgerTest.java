package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamLedgerTest {
    private static final long FROM = 1_000_000;
    private static final long TO = 2_000_000;

    private final Messages messages = new Messages("http://127.0.0.1:1");
    private final StreamLedger streams = new StreamLedger(Ledger.of("few", 1), messages, FROM, TO);

    @AfterEach
    void close() {
        messages.close();
    }

    private static Message message(String content) {
        return Message.newBuilder().setRole("assistant").setContent(content).build();
    }

    private void arrived(int attempt, int sequence, boolean last, String... contents) {
        List<Delta> deltas = Stream.of(contents)
                .map(content -> new Delta(0L, message(content), null))
                .toList();
        streams.arrived(0, new CompletionChunk("few-0", "default", 0, attempt, sequence, deltas, last, null), TO);
    }

    private StreamLedger.Verdict verdict(Status status, int chunks, String text) {
        CompletionResponse response = CompletionResponse.newBuilder()
                .setRequestId("few-0")
                .setTenant("default")
                .setStatus(status)
                .setChunks(chunks)
                .setChoices(
                        List.of(Choice.newBuilder().setMessage(message(text)).build()))
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build())
                .build();
        return streams.verdict(number -> response);
    }

    @Test
    void onlyDeltasSentInTheWindowHaveAnAge() {
        arrived(1, 0, false, "", "999999 ", "1000000 ", "1999000 ", "2000000 ");
        assertThat(streams.ages()).containsExactly(1_000, 1);
        assertThat(streams.deltas()).as("all but the role").isEqualTo(4);
    }

    @Test
    void aWholeStreamIsClean() {
        arrived(1, 0, false, "1 ", "2 ");
        arrived(1, 1, true, "3 ");
        assertThat(verdict(Status.COMPLETED, 2, "1 2 3 ").isClean()).isTrue();
    }

    @Test
    void aGapAndARepeatAreCounted() {
        arrived(1, 0, false, "1 ");
        arrived(1, 2, false, "3 ");
        arrived(1, 2, false, "3 ");
        assertThat(verdict(Status.COMPLETED, 5, "1 3 "))
                .as("sequences 1, 3 and 4 are missing, and with them the last chunk")
                .isEqualTo(new StreamLedger.Verdict(0, 3, 1, 1));
    }

    @Test
    void aTextThatIsNotTheResponsesIsFound() {
        arrived(1, 0, true, "1 ");
        assertThat(verdict(Status.COMPLETED, 1, "1 2 ").differing()).isEqualTo(1);
    }

    @Test
    void aSecondAttemptAFailureAndNoResponseAreBroken() {
        arrived(2, 0, true, "1 ");
        assertThat(verdict(Status.COMPLETED, 1, "1 ").broken()).isEqualTo(1);
        assertThat(verdict(Status.FAILED, 1, "1 ").broken()).isEqualTo(1);
        assertThat(streams.verdict(number -> null).broken()).isEqualTo(1);
    }
}
