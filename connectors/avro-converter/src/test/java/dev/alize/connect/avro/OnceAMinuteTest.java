package dev.alize.connect.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OnceAMinuteTest {
    @Test
    void oneMayPassInAMinute() {
        AtomicLong clock = new AtomicLong(-5);
        OnceAMinute turns = new OnceAMinute(clock::get);
        assertThat(turns.mayPass()).isTrue();
        assertThat(turns.mayPass()).isFalse();
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(turns.mayPass()).isFalse();
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(turns.mayPass()).isTrue();
        assertThat(turns.mayPass()).isFalse();
    }
}
