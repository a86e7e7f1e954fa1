package dev.alize.topology.clients;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells apart who paused what: Streams pauses partitions whose buffers are full and resumes them, also when it joins or
 * leaves a group; ours are the requests while the intake is closed, and what waits for a schema. Owned by one thread.
 */
final class PausedPartitions {
    private final Set<TopicPartition> byStreams = new HashSet<>();
    private Set<TopicPartition> byUs = Set.of();

    void streamsPauses(Collection<TopicPartition> partitions) {
        byStreams.addAll(partitions);
    }

    /** @return what may be resumed now: not what we hold back */
    Set<TopicPartition> streamsResumes(Collection<TopicPartition> partitions) {
        byStreams.removeAll(partitions);
        Set<TopicPartition> resumed = new HashSet<>(partitions);
        resumed.removeAll(byUs);
        return resumed;
    }

    /** What Streams believes to be paused. */
    Set<TopicPartition> byStreams() {
        return Set.copyOf(byStreams);
    }

    /**
     * Says what we hold back from now on.
     *
     * @return what we held back until now and Streams does not: to be resumed
     */
    Set<TopicPartition> hold(Set<TopicPartition> held) {
        Set<TopicPartition> released = new HashSet<>(byUs);
        released.removeAll(held);
        released.removeAll(byStreams);
        byUs = Set.copyOf(held);
        return released;
    }

    /** Holds one more back, which is released by the next {@link #hold} that does not name it. */
    void alsoHold(TopicPartition partition) {
        Set<TopicPartition> ours = new HashSet<>(byUs);
        ours.add(partition);
        byUs = Set.copyOf(ours);
    }

    void forgetAllBut(Set<TopicPartition> assigned) {
        byStreams.retainAll(assigned);
        Set<TopicPartition> ours = new HashSet<>(byUs);
        ours.retainAll(assigned);
        byUs = Set.copyOf(ours);
    }
}
