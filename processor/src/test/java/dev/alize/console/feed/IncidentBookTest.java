package dev.alize.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.Incident;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentBookTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final IncidentBook book = new IncidentBook();

    private static Incident incident(String id, Instant opened, boolean resolved) {
        return Incident.newBuilder()
                .setId(id)
                .setSeverity("P2")
                .setStatus(resolved ? "resolved" : "investigating")
                .setCause("server")
                .setTitle("mistral: 5xx Provider Failure")
                .setSummary("Calls fail.")
                .setReach("unknown")
                .setBeganAt(opened)
                .setOpenedAt(opened)
                .setUpdatedAt(opened)
                .setResolvedAt(resolved ? opened.plusSeconds(60) : null)
                .setRevision(1)
                .build();
    }

    @Test
    void showsTheOpenOnesFirstAndThoseOfAWeek() {
        book.take(incident("old", NOW.minus(Duration.ofDays(9)), true));
        book.take(incident("old-open", NOW.minus(Duration.ofDays(9)), false));
        book.take(incident("new", NOW.minus(Duration.ofHours(1)), true));

        assertThat(book.json(NOW.toEpochMilli()).findValuesAsText("id")).containsExactly("old-open", "new");
        assertThat(book.find("old")).isPresent();
        assertThat(book.ids()).first().isEqualTo("new");
    }

    @Test
    void keepsTheLastVersionAndForgetsTheDeleted() {
        book.take(incident("one", NOW, false));
        book.take(incident("one", NOW, true));
        assertThat(book.json(NOW.toEpochMilli()).at("/0/status").asText()).isEqualTo("resolved");
        book.remove("one");
        assertThat(book.find("one")).isEmpty();
        assertThat(book.revision()).isEqualTo(3);
    }

    @Test
    void isBoundedAndKeepsTheOpenOnes() {
        book.take(incident("open", NOW.minus(Duration.ofDays(1)), false));
        for (int i = 0; i < 1_000; i++) {
            book.take(incident("inc-" + i, NOW.plusSeconds(i), true));
        }
        assertThat(book.ids()).hasSize(200).contains("open", "inc-999").doesNotContain("inc-0");
        assertThat(book.json(NOW.plusSeconds(2_000).toEpochMilli())).hasSize(50);
    }

    @Test
    void givesAllOfIt() {
        book.take(incident("one", NOW, false));
        assertThat(IncidentJson.whole(book.find("one").orElseThrow()).toString())
                .contains(
                        "\"opened_at\":" + NOW.toEpochMilli(),
                        "\"resolved_at\":null",
                        "\"timeline\":[]",
                        "\"advice\":[]");
    }
}
