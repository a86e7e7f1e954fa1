package dev.alize.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DossierTest {
    @Test
    void whoAcknowledgedALowerSeverityHasNotSeenTheHigherOne() {
        Dossier dossier = Dossier.open(
                "inc-1", new Finding(Severity.P2, Cause.SERVER, 1, "half of it fails"), "mistral", List.of("large"), 1);
        dossier.incident().setAcked(true);
        dossier.incident().setAckedBy("ada");
        dossier.incident().setAckedAt(Instant.ofEpochMilli(2));
        dossier.raise(Severity.P2, "still", 3);
        assertThat(dossier.incident().getAcked()).isTrue();

        dossier.raise(Severity.P1, "all of it fails", 4);
        assertThat(dossier.incident().getAcked()).isFalse();
        assertThat(dossier.incident().getAckedBy()).isNull();
        assertThat(dossier.incident().getAckedAt()).isNull();
    }
}
