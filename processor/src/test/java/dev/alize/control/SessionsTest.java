package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SessionsTest {
    @Test
    void aSessionThatFailsIsFollowedByAnotherOne() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(2);
        try (Sessions sessions = new Sessions("test", running -> {
            second.countDown();
            throw new TimeoutException("the broker is away");
        })) {
            sessions.start();
            assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closeEndsTheSessionThatRuns() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Sessions sessions = new Sessions("test", running -> {
            started.countDown();
            while (!running.isStopped()) {
                Thread.onSpinWait();
            }
            ended.countDown();
        });
        sessions.start();
        started.await();
        sessions.close();
        assertThat(ended.getCount()).isZero();
    }
}
