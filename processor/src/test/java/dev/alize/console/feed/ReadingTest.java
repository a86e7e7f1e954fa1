package dev.alize.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private final Reading<String> usage = new Reading<>();
    private final Reading<String> incidents = new Reading<>();

    private String feed(long nowMs) {
        return Feed.json(List.of(usage, incidents), nowMs).toString();
    }

    @Test
    void isReadyOnlyWhenAllWasReadOnce() {
        assertThat(feed(1_000)).isEqualTo("{\"ready\":false,\"seconds_since_heard\":null}");
        usage.heard(1_000);
        usage.hasRead("book");
        assertThat(feed(2_000)).isEqualTo("{\"ready\":false,\"seconds_since_heard\":null}");
        incidents.heard(3_000);
        assertThat(incidents.book()).isEmpty();
        incidents.hasRead("book");
        assertThat(feed(4_000)).isEqualTo("{\"ready\":true,\"seconds_since_heard\":3}");
    }

    @Test
    void saysHowLongNoBrokerAnsweredTheOneThatWaitsLongest() {
        usage.heard(0);
        incidents.heard(0);
        usage.hasRead("book");
        incidents.hasRead("book");
        incidents.heard(60_000);
        assertThat(feed(61_500)).isEqualTo("{\"ready\":true,\"seconds_since_heard\":61}");
        usage.heard(61_500);
        assertThat(feed(61_600)).isEqualTo("{\"ready\":true,\"seconds_since_heard\":1}");
    }
}
