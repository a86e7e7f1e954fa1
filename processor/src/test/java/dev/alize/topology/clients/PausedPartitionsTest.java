package dev.alize.topology.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PausedPartitionsTest {
    private static final TopicPartition A = new TopicPartition("requests", 0);
    private static final TopicPartition B = new TopicPartition("requests", 1);

    private final PausedPartitions paused = new PausedPartitions();

    @Test
    void streamsCannotResumeWhatWeHold() {
        paused.hold(Set.of(A));
        assertThat(paused.streamsResumes(Set.of(A, B))).containsExactly(B);
    }

    @Test
    void weDoNotResumeWhatStreamsHasPaused() {
        paused.hold(Set.of(A, B));
        paused.streamsPauses(Set.of(A));
        assertThat(paused.hold(Set.of())).containsExactly(B);
    }

    @Test
    void whatWasHeldInBetweenIsReleasedAlthoughItWasNeverNamedAgain() {
        paused.alsoHold(A);
        assertThat(paused.hold(Set.of())).containsExactly(A);
    }

    @Test
    void streamsSeesOnlyItsOwnPauses() {
        paused.hold(Set.of(A));
        paused.streamsPauses(Set.of(B));
        assertThat(paused.byStreams()).containsExactly(B);
        paused.streamsResumes(Set.of(B));
        assertThat(paused.byStreams()).isEmpty();
    }

    @Test
    void whatIsNoLongerAssignedIsForgotten() {
        paused.hold(Set.of(A));
        paused.streamsPauses(Set.of(B));
        paused.forgetAllBut(Set.of());
        assertThat(paused.byStreams()).isEmpty();
        assertThat(paused.hold(Set.of())).isEmpty();
        assertThat(paused.streamsResumes(Set.of(A))).containsExactly(A);
    }
}
