package dev.alize.alerts;

import static dev.alize.alerts.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.budget.StoredAvro;
import dev.alize.config.AlertChannel;
import dev.alize.config.AlertSettings;
import dev.alize.config.ReceiverSettings;
import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.config.SecretReference;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentAdvice;
import dev.alize.schemas.IncidentEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Delivery TAKEN = new Delivery.Taken();
    private static final Delivery PASSING = Delivery.Failed.passing("it answered with status 503");

    private final Map<String, SpecificRecord> store = new HashMap<>();
    private final AlertCounts counts = new AlertCounts(List.of(Samples.slack("team")));
    private long now = START.toEpochMilli();

    private Outbox outbox(ReceiverSettings... receivers) {
        return started(Samples.settings(receivers));
    }

    /** One whose receivers know what is open. */
    private Outbox started(AlertSettings settings) {
        Outbox outbox = new Outbox(settings, Kept.in(store), new Random(1), counts, now);
        seconds(4);
        outbox.look(now);
        return outbox;
    }

    private void seconds(long seconds) {
        now += Duration.ofSeconds(seconds).toMillis();
    }

    private AlertCounts.Counts team() {
        return Objects.requireNonNull(counts.receivers().get("team"));
    }

    /** Ids of what is sent now, and taken. */
    private List<String> sent(Outbox outbox) {
        List<Letter> due = outbox.due(now);
        due.forEach(letter -> outbox.answered(letter, TAKEN, now));
        return due.stream().map(Letter::id).toList();
    }

    private List<String> sentAll(Outbox outbox) {
        List<String> all = new ArrayList<>();
        for (List<String> some = sent(outbox); !some.isEmpty(); some = sent(outbox)) {
            all.addAll(some);
        }
        return all;
    }

    @Test
    void tellsEveryReceiverOfEachRevisionAndOfNothingElse() {
        Outbox outbox = outbox(Samples.slack("team"), Samples.slack("boss"));
        Incident first = Samples.incident("inc-1");
        outbox.take(first, now);
        assertThat(sent(outbox)).containsExactly("inc-1/1", "inc-1/1");

        Incident fresher =
                Incident.newBuilder(first).setCounts(Map.of("calls", 5_000L)).build();
        outbox.take(fresher, now);
        assertThat(sent(outbox)).isEmpty();

        Incident second = Samples.next(first, "ack: Acknowledged", one -> one.setAcked(true));
        outbox.take(second, now);
        outbox.take(second, now);
        outbox.take(first, now);
        assertThat(sentAll(outbox)).containsExactly("inc-1/2", "inc-1/2");
        assertThat(team().taken()).hasValue(2);
    }

    @Test
    void anIncidentThatIsNotSevereEnoughIsToldFromTheUpdateOnThatMakesItSo() {
        var channel = new AlertChannel.Slack(new SecretReference.Given("http://x/"));
        Outbox outbox = outbox(new ReceiverSettings("team", Severity.P1, Audience.INTERNAL, channel));
        Incident first = Samples.incident("inc-1");
        outbox.take(first, now);
        assertThat(sent(outbox)).isEmpty();
        outbox.take(Samples.next(first, "severity: Now P1", one -> one.setSeverity("P1")), now);
        assertThat(sent(outbox)).containsExactly("inc-1/2");
    }

    @Test
    void aGapInTheMonitoringIsNoMatterForAStatusPage() {
        var channel = new AlertChannel.Slack(new SecretReference.Given("http://x/"));
        Outbox outbox = outbox(new ReceiverSettings("page", Severity.P4, Audience.EXTERNAL, channel));
        outbox.take(
                Incident.newBuilder(Samples.incident("inc-1")).setSeverity("P4").build(), now);
        assertThat(outbox.isIdle() || sent(outbox).isEmpty()).isTrue();
        assertThat(sent(outbox)).isEmpty();
    }

    @Test
    void aNewReceiverBeginsWithWhatIsOpen() {
        Outbox before = new Outbox(Samples.settings(Samples.slack("team")), Kept.in(store), new Random(1), counts, now);
        Incident over = Samples.incident("inc-over");
        before.take(over, now);
        before.take(Samples.resolved(over), now);
        Incident open = Samples.incident("inc-open");
        before.take(open, now);
        before.take(Samples.next(open, "note: x", one -> {}), now);
        before.look(now);
        assertThat(sent(before)).isEmpty();
        seconds(4);
        before.look(now);
        assertThat(sentAll(before)).containsExactly("inc-open/2");

        Outbox after = started(Samples.settings(Samples.slack("team"), Samples.slack("added")));
        assertThat(after.waiting("team")).contains(List.of());
        assertThat(after.waiting("added")).contains(List.of("inc-open/2"));
    }

    @Test
    void oldResolvedIncidentsThatNobodyHeardOfStayUntold() {
        Outbox outbox = outbox(Samples.slack("team"));
        now += Duration.ofDays(3).toMillis();
        outbox.take(Samples.resolved(Samples.incident("inc-1")), now);
        assertThat(sent(outbox)).isEmpty();
    }

    @Test
    void revisionsThatTheTopicLostAreToldWithTheNextOne() {
        Outbox outbox = outbox(Samples.slack("team"));
        Incident third =
                Incident.newBuilder(Samples.incident("inc-1")).setRevision(3).build();
        outbox.take(third, now);
        assertThat(sentAll(outbox)).containsExactly("inc-1/1", "inc-1/2", "inc-1/3");
    }

    @Test
    void whatIsNotTakenIsSentAgainUnderTheSameNameAlsoAfterARestart() {
        Outbox outbox = outbox(Samples.slack("team"));
        outbox.take(Samples.incident("inc-1"), now);
        Letter letter = outbox.due(now).getFirst();
        assertThat(outbox.due(now)).isEmpty();

        Outbox restarted = started(Samples.settings(Samples.slack("team")));
        Letter again = restarted.due(now).getFirst();
        assertThat(again).isEqualTo(letter);
        restarted.answered(again, PASSING, now);
        seconds(301);
        assertThat(sent(restarted)).containsExactly("inc-1/1");

        assertThat(started(Samples.settings(Samples.slack("team"))).due(now)).isEmpty();
    }

    @Test
    void aReceiverThatFailsHoldsUpNoOther() {
        Outbox outbox = outbox(Samples.slack("bad"), Samples.slack("good"));
        outbox.take(Samples.incident("inc-1"), now);
        List<Letter> due = outbox.due(now);
        outbox.answered(due.get(0), PASSING, now);
        outbox.answered(due.get(1), TAKEN, now);
        outbox.take(Samples.incident("inc-2"), now);
        assertThat(outbox.waiting("good")).contains(List.of("inc-2/1"));
        seconds(301);
        assertThat(sentAll(outbox)).containsExactlyInAnyOrder("inc-1/1", "inc-2/1", "inc-2/1");
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        Outbox outbox = outbox(Samples.slack("team"));
        outbox.take(Samples.incident("inc-1"), now);
        var asked = new Delivery.Failed(Delivery.Kind.PASSING, "it answered with status 429", Duration.ofMinutes(20));
        outbox.answered(outbox.due(now).getFirst(), asked, now);
        seconds(19 * 60);
        assertThat(outbox.due(now)).isEmpty();
        seconds(61);
        assertThat(outbox.due(now)).hasSize(1);
    }

    @Test
    void manyUpdatesAreToldTogetherAndEachIsNamed() {
        Outbox outbox = outbox(Samples.slack("team"));
        for (int i = 0; i < 8; i++) {
            outbox.take(Samples.incident("inc-" + i), now);
        }
        Letter digest = outbox.due(now).getFirst();
        assertThat(digest.isDigest()).isTrue();
        assertThat(digest.id()).startsWith("digest/");
        assertThat(digest.events()).extracting(AlertEvent::id).hasSize(8).contains("inc-0/1", "inc-7/1");
        outbox.answered(digest, PASSING, now);
        seconds(301);
        Letter again = outbox.due(now).getFirst();
        assertThat(again).isEqualTo(digest);
        outbox.answered(again, TAKEN, now);
        assertThat(outbox.waiting("team")).contains(List.of());
        assertThat(team().taken()).hasValue(8);
    }

    @Test
    void afterManyMessagesWithinAMinuteOnlyWhatIsUrgentComesAtOnce() {
        Outbox outbox = outbox(Samples.slack("team"));
        Incident one = Samples.incident("inc-1");
        outbox.take(one, now);
        sentAll(outbox);
        for (int i = 0; i < 4; i++) {
            one = Samples.next(one, "note: " + i, next -> {});
            outbox.take(one, now);
            assertThat(sentAll(outbox)).hasSize(1);
        }
        one = Samples.next(one, "note: more", next -> {});
        outbox.take(one, now);
        assertThat(sentAll(outbox)).isEmpty();
        seconds(10);
        outbox.take(Samples.next(one, "severity: Now P1", next -> next.setSeverity("P1")), now);
        Letter digest = outbox.due(now).getFirst();
        assertThat(digest.events()).extracting(AlertEvent::id).containsExactly("inc-1/6", "inc-1/7");
    }

    @Test
    void whatWaitsForOthersComesAfterAMinute() {
        Outbox outbox = outbox(Samples.slack("team"));
        Incident one = Samples.incident("inc-1");
        outbox.take(one, now);
        for (int i = 0; i < 5; i++) {
            sentAll(outbox);
            one = Samples.next(one, "note: " + i, next -> {});
            outbox.take(one, now);
        }
        assertThat(outbox.due(now)).isEmpty();
        seconds(61);
        assertThat(sentAll(outbox)).containsExactly("inc-1/6");
    }

    @Test
    void pagerDutyHearsOfOneIncidentAtATime() {
        Outbox outbox = outbox(Samples.pager("pager"));
        for (int i = 0; i < 8; i++) {
            outbox.take(Samples.incident("inc-" + i), now);
        }
        Letter first = outbox.due(now).getFirst();
        assertThat(first.events()).extracting(AlertEvent::id).containsExactly("inc-0/1");
    }

    @Test
    void pagerDutyGetsAllThatWaitsOfAnIncidentAtOnce() {
        Outbox outbox = outbox(Samples.pager("pager"));
        Incident one = Samples.incident("inc-1");
        outbox.take(one, now);
        outbox.due(now); // under way when the process is killed
        for (int i = 0; i < 30; i++) {
            one = Samples.next(one, "note: " + i, next -> {});
            outbox.take(one, now);
        }
        outbox.take(Samples.incident("inc-2"), now);
        outbox.take(Samples.resolved(one), now);

        Outbox restarted = started(Samples.settings(Samples.pager("pager")));
        Letter letter = restarted.due(now).getFirst();
        assertThat(letter.events()).hasSize(32);
        assertThat(letter.events().getLast().incident().getResolvedAt()).isNotNull();
        restarted.answered(
                letter, new Delivery.Failed(Delivery.Kind.REFUSED, "it answered with status 400", null), now);
        assertThat(sentAll(restarted)).containsExactly("inc-2/1");
        seconds(601);
        assertThat(restarted.due(now).getFirst().events()).hasSize(32);
    }

    @Test
    void whatHasToRingAlthoughTheIncidentIsKnownIsNamedFromThenOn() {
        Outbox outbox = outbox(Samples.pager("pager"));
        Incident one = Samples.incident("inc-1");
        outbox.take(one, now);
        sentAll(outbox);
        seconds(3_700);
        outbox.look(now);
        sentAll(outbox);
        Incident raised = Samples.next(one, "severity: Now P1", next -> {
            next.setSeverity("P1");
            next.setUpdatedAt(Instant.ofEpochMilli(now));
        });
        outbox.take(raised, now);
        outbox.take(Samples.next(raised, "note: x", next -> {}), now);
        assertThat(outbox.due(now).getFirst().events().getLast().alarms())
                .containsExactly("inc-1/overdue/P2/1", "inc-1/2");
        assertThat(started(Samples.settings(Samples.pager("added")))
                        .due(now)
                        .getFirst()
                        .events()
                        .getLast()
                        .alarms())
                .containsExactly("inc-1/overdue/P2/1", "inc-1/2");
    }

    @Test
    void aMessageThatTheReceiverDoesNotWantHoldsUpItsIncidentOnly() {
        Outbox outbox = outbox(Samples.slack("team"));
        var refused = new Delivery.Failed(Delivery.Kind.REFUSED, "it answered with status 400", null);
        Incident bad = Samples.incident("inc-bad");
        outbox.take(bad, now);
        outbox.answered(outbox.due(now).getFirst(), refused, now);
        outbox.take(Samples.next(bad, "note: x", one -> {}), now);
        outbox.take(Samples.incident("inc-good"), now);
        assertThat(sentAll(outbox)).containsExactly("inc-good/1");
        seconds(601);
        assertThat(sentAll(outbox)).containsExactly("inc-bad/1", "inc-bad/2");
    }

    @Test
    void aDigestThatIsRefusedIsTakenApart() {
        Outbox outbox = outbox(Samples.slack("team"));
        for (int i = 0; i < 8; i++) {
            outbox.take(Samples.incident("inc-" + i), now);
        }
        var refused = new Delivery.Failed(Delivery.Kind.REFUSED, "it answered with status 413", null);
        outbox.answered(outbox.due(now).getFirst(), refused, now);
        assertThat(sentAll(outbox)).hasSize(8).allMatch(id -> id.matches("inc-\\d/1"));
    }

    @Test
    void whatIsTriedForTooLongIsGivenUpAndCounted() {
        Outbox outbox = outbox(Samples.slack("team"));
        outbox.take(Samples.incident("inc-1"), now);
        outbox.answered(outbox.due(now).getFirst(), Delivery.Failed.lasting("it answered with status 404"), now);
        now += Duration.ofHours(25).toMillis();
        outbox.look(now);
        assertThat(outbox.waiting("team").orElseThrow()).doesNotContain("inc-1/1");
        assertThat(team().givenUp()).hasValue(1);
        assertThat(team().failed()).hasValue(1);
    }

    @Test
    void alertsAgainUntilSomebodyAcknowledges() {
        Outbox outbox = outbox(Samples.slack("team"));
        Incident one = Samples.incident("inc-1");
        outbox.take(one, now);
        sentAll(outbox);
        List<String> reminders = new ArrayList<>();
        for (int minutes = 0; minutes < 125; minutes++) {
            seconds(60);
            outbox.look(now);
            reminders.addAll(sentAll(outbox));
        }
        assertThat(reminders).containsExactly("inc-1/overdue/P2/1", "inc-1/overdue/P2/2");

        outbox.take(Samples.next(one, "ack: Acknowledged", next -> next.setAcked(true)), now);
        now += Duration.ofHours(9).toMillis();
        outbox.look(now);
        assertThat(sentAll(outbox)).containsExactly("inc-1/2");
        assertThat(outbox.isIdle()).isTrue();
    }

    @Test
    void aStartRemindsOfNothingBeforeItHasReadWhatHappenedMeanwhile() {
        Incident one = Samples.incident("inc-1");
        Outbox before = outbox(Samples.slack("team"));
        before.take(one, now);
        sentAll(before);
        seconds(2 * 3_600);
        Outbox restarted = new Outbox(
                Samples.settings(Samples.slack("team")), Kept.in(store), new Random(1), AlertObserver.NONE, now);
        seconds(1);
        restarted.look(now);
        restarted.take(Samples.next(one, "ack: Acknowledged", next -> next.setAcked(true)), now);
        seconds(4);
        restarted.look(now);
        assertThat(sentAll(restarted)).containsExactly("inc-1/2");
    }

    @Test
    void recordsWithUnfitIdsSeveritiesOrRevisionsAreNotTold() {
        Outbox outbox = outbox(Samples.slack("team"));
        for (String id : List.of("", "inc 1", "inc\r\nBcc: x@example.com", "inc/1", "x".repeat(101))) {
            assertThat(outbox.take(Samples.incident(id), now)).isFalse();
        }
        Incident one = Samples.incident("inc-1");
        assertThat(outbox.take(Incident.newBuilder(one).setSeverity("P9").build(), now))
                .isFalse();
        assertThat(outbox.take(Incident.newBuilder(one).setRevision(0).build(), now))
                .isFalse();
        assertThat(sentAll(outbox)).isEmpty();
        assertThat(outbox.take(one, now)).isTrue();
    }

    @Test
    void whatIsKeptOfAnIncidentStaysFarBelowWhatATopicTakes() {
        String huge = "é\u0007".repeat(100_000);
        Incident one = Samples.incident("inc-1");
        one.setStatus(huge);
        one.setCause(huge);
        one.setProvider(huge);
        one.setReach(huge);
        one.setAckedBy(huge);
        one.setIc(huge);
        one.setRootCause(huge);
        one.setTargets(Collections.nCopies(1_000, huge));
        one.setAdvice(Collections.nCopies(1_000, new IncidentAdvice(huge, huge)));
        one.setCounts(Map.of(huge, 1L));
        one.setTimeline(Collections.nCopies(200, new IncidentEntry(START, "control", huge, huge)));
        outbox(Samples.slack("team")).take(one, now);
        assertThat(store.values())
                .isNotEmpty()
                .allSatisfy(kept -> assertThat(StoredAvro.write(kept)).hasSizeLessThan(100_000));
    }

    @Test
    void aRemindersNameIsNeverUsedTwice() {
        Outbox outbox = outbox(Samples.slack("team"));
        Incident one = Samples.incident("inc-1");
        outbox.take(one, now);
        now += Duration.ofHours(1).toMillis();
        outbox.look(now);
        Incident back = Samples.next(Samples.resolved(one), "reopened: It is back", next -> {
            next.setStatus("investigating");
            next.setResolvedAt(null);
            next.setReopened(1);
            next.setUpdatedAt(Instant.ofEpochMilli(now));
        });
        outbox.take(Samples.resolved(one), now);
        outbox.take(back, now);
        now += Duration.ofMinutes(61).toMillis();
        outbox.look(now);
        assertThat(sentAll(outbox).getLast()).isEqualTo("inc-1/overdue/P2/2");
    }

    @Test
    void aReceiverThatIsNoLongerConfiguredIsForgotten() {
        Outbox outbox = outbox(Samples.slack("gone"));
        outbox.take(Samples.incident("inc-1"), now);
        started(Samples.settings(Samples.slack("team")));
        assertThat(store.keySet()).noneMatch(key -> key.contains("gone"));
        assertThat(started(Samples.settings(Samples.slack("gone"))).waiting("gone"))
                .isEqualTo(Optional.of(List.of("inc-1/1")));
    }
}
