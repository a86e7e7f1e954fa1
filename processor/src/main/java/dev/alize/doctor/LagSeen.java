package dev.alize.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind.
 *
 * @param group its name
 * @param members processes of it that the brokers know; 0 or more
 * @param topics what it reads
 */
public record LagSeen(String group, int members, List<Behind> topics) {
    public LagSeen {
        topics = List.copyOf(topics);
    }

    /**
     * One topic.
     *
     * @param records not read yet; those of transactions count their ends too
     * @param oldest time of the oldest of these; null where there is none, or where it was not seen
     */
    public record Behind(
            String topic, long records, @Nullable Instant oldest) {}

    long records() {
        return topics.stream().mapToLong(Behind::records).sum();
    }

    @Nullable
    Instant oldest() {
        return topics.stream()
                .map(Behind::oldest)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
