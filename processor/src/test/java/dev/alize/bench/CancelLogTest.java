package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelLogTest {
    private final Messages messages = new Messages("http://127.0.0.1:1");
    private final CancelLog log = new CancelLog(messages);

    @AfterEach
    void close() {
        messages.close();
    }

    private void happened(String requestId, String kind, String reason, long nanos) {
        log.happened(
                AuditEvent.newBuilder()
                        .setKind(kind)
                        .setAt(Instant.EPOCH)
                        .setInstance("a")
                        .setRequestId(requestId)
                        .setReason(reason)
                        .build(),
                nanos);
    }

    @Test
    void aCancelIsHandledWithItsFirstEvent() throws InterruptedException {
        log.expect(List.of("stall-1"));
        happened("stall-1", "admitted", "none", 1);
        happened("stall-1", "cancel", "open", 2);
        happened("stall-1", "cancel", "answered", 3);
        log.awaitAll(Duration.ofMinutes(1));
        assertThat(log.of("stall-1")).contains(new CancelLog.Handled(2, "open"));
    }

    @Test
    void doesNotWaitForEverForOneThatIsNotHandled() throws InterruptedException {
        log.expect(List.of("stall-1"));
        log.awaitAll(Duration.ZERO);
        assertThat(log.of("stall-1")).isEmpty();
    }
}
