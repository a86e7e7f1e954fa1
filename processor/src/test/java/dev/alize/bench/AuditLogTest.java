package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private static final long SECOND = 1_000_000_000;
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final Messages messages = new Messages("http://127.0.0.1:1");
    private final AuditLog log = new AuditLog(messages);

    @AfterEach
    void close() {
        messages.close();
    }

    private void wrote(int partition, String instance, String kind, long at, long seenAtSecond) {
        AuditEvent event = AuditEvent.newBuilder()
                .setKind(kind)
                .setAt(Instant.ofEpochMilli(at))
                .setInstance(instance)
                .build();
        log.wrote(partition, event, seenAtSecond * SECOND);
    }

    @Test
    void measuresFromTheRestartToTheFirstResponseOfTheNewProcess() {
        wrote(0, "a", "response", 900, 11);
        wrote(0, "b", "response", 2_000, 12);
        wrote(0, "a", "redispatch", 2_000, 13);
        wrote(0, "a", "response", 4_000, 15);
        wrote(0, "a", "response", 5_000, 16);
        var restart = new Start(1_000, 10 * SECOND);
        assertThat(log.firstAnswer("a", restart, NEVER)).hasValue(5);
    }

    @Test
    void knowsNoFirstAnswerThatCameOnlyAfterTheNextKill() {
        wrote(0, "a", "response", 4_000, 15);
        var restart = new Start(1_000, 10 * SECOND);
        assertThat(log.firstAnswer("a", restart, 14 * SECOND)).isEmpty();
        assertThat(log.firstAnswer("b", restart, NEVER)).isEmpty();
    }

    @Test
    void knowsWhoWroteToEachPartitionLast() {
        wrote(0, "a", "admitted", 1, 1);
        wrote(1, "a", "admitted", 1, 1);
        wrote(1, "b", "response", 2, 2);
        assertThat(log.lastWrittenBy("a")).containsExactly(0);
        assertThat(log.lastWrittenBy("b")).containsExactly(1);
    }
}
