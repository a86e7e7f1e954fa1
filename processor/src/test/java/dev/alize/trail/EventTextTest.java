package dev.alize.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.PolicyResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTextTest {
    @Test
    void namesThePolicyThatDidNotAllowAndWhy() {
        AuditEvent event = event();
        event.setVerdicts(List.of(
                result("prompt-injection", "allow"),
                PolicyResult.newBuilder(result("budget", "block"))
                        .setReason("tokens_per_day")
                        .setFound(Map.of("limit_tokens", 4000))
                        .build()));

        assertThat(EventText.more(event)).isEqualTo("verdicts=2 budget=block(tokens_per_day,limit_tokens:4000)");
    }

    @Test
    void writesMoneyWithoutAnExponent() {
        AuditEvent event = event();
        event.setAttempt(AuditAttempt.newBuilder()
                .setNumber(1)
                .setTarget("large")
                .setProvider("mistral")
                .setModel("mistral-large-latest")
                .setOutcome("success")
                .setDurationMs(157)
                .setCost(1.88e-5)
                .build());

        assertThat(EventText.more(event)).isEqualTo("attempt=1 took=157ms cost_usd=0.0000188");
    }

    private static PolicyResult result(String policy, String verdict) {
        return PolicyResult.newBuilder().setPolicy(policy).setVerdict(verdict).build();
    }

    private static AuditEvent event() {
        return AuditEvent.newBuilder().setKind("response").setAt(Instant.EPOCH).build();
    }
}
