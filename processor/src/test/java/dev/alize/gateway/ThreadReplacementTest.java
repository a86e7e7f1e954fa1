package dev.alize.gateway;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.topology.NewerRowException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
    private final AtomicLong clock = new AtomicLong();
    private final ThreadReplacement replacement = new ThreadReplacement(clock::get);

    @Test
    void givesUpAtTheSixthDeathInTenMinutes() {
        for (int death = 0; death < 5; death++) {
            assertThat(replacement.handle(new IllegalStateException("bug"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(replacement.handle(new IllegalStateException("bug"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void forgivesWhatIsLongAgo() {
        for (int death = 0; death < 50; death++) {
            assertThat(replacement.handle(new IllegalStateException("bug"))).isEqualTo(REPLACE_THREAD);
            clock.addAndGet(150_000);
        }
    }

    @Test
    void stopsAtOnceWhereTheStoreIsOfANewerRelease() {
        var cause = new RuntimeException("task", new NewerRowException(2, 1));

        assertThat(replacement.handle(cause)).isEqualTo(SHUTDOWN_CLIENT);
    }
}
