package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BlindSpotsTest {
    private final List<String> overdue = new ArrayList<>();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final BlindSpots spots = new BlindSpots(() -> overdue, lost::get, nanos::get);

    @Test
    void namesProbesThatEndNoMore() {
        assertThat(spots.worst()).isEmpty();
        overdue.addAll(List.of("large", "small"));
        assertThat(spots.worst()).contains("No probe of large, small has ended for a long time");
    }

    @Test
    void namesLostEventsForFiveMinutes() {
        lost.set(3);
        assertThat(spots.worst()).contains("3 audit events of an instance were lost; its log has them");
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(4));
        lost.set(5);
        assertThat(spots.worst()).hasValueSatisfying(text -> assertThat(text).startsWith("5 audit events"));
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(5) + 1);
        assertThat(spots.worst()).isEmpty();
        lost.set(6);
        assertThat(spots.worst()).hasValueSatisfying(text -> assertThat(text).startsWith("1 audit events"));
    }
}
