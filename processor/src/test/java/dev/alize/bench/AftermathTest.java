package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AftermathTest {
    private static final long SECOND = 1_000_000_000;

    private final Messages messages = new Messages("http://127.0.0.1:1");
    private final AuditLog audit = new AuditLog(messages);
    private final Ledger ledger = Ledger.of("chaos", 1);

    @AfterEach
    void close() {
        messages.close();
    }

    private static Death death(String instance, long second) {
        return new Death(
                instance,
                second * SECOND,
                Set.of(),
                "group",
                Map.of(),
                new Calls(0),
                new Start(second * 1_000, second * SECOND));
    }

    private void answered(String instance, long second) {
        AuditEvent event = AuditEvent.newBuilder()
                .setKind("response")
                .setAt(Instant.ofEpochSecond(second))
                .setInstance(instance)
                .build();
        audit.wrote(0, event, second * SECOND);
    }

    private List<Aftermath> of(Death... deaths) {
        return Aftermath.of(List.of(deaths), Cuts.of(List.of(deaths), ledger), ledger, audit);
    }

    @Test
    void countsAFirstAnswerThatAKillPreventedUpToThatKill() {
        answered("a", 45);
        List<Aftermath> kills = of(death("a", 10), death("b", 12), death("a", 30));
        assertThat(kills.get(0).firstAnswer()).isEmpty();
        assertThat(kills.get(0).waited()).hasValue(20);
        assertThat(kills.get(2).firstAnswer()).hasValue(15);
        assertThat(kills.get(2).waited()).hasValue(15);
    }

    @Test
    void knowsNothingOfAnInstanceThatNeverAnswered() {
        List<Aftermath> kills = of(death("a", 10), death("b", 12));
        assertThat(kills.get(1).waited()).isEmpty();
        assertThat(kills.get(1)).asString().contains("got no partition back");
    }
}
