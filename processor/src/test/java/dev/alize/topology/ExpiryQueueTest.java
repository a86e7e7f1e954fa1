package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.RequestKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpiryQueueTest {
    @Test
    void givesBackInOrderWhatHasExpired() {
        ExpiryQueue queue = new ExpiryQueue(10);
        queue.add(new RequestKey(1, 1), 0);
        queue.add(new RequestKey(2, 2), 5);
        List<RequestKey> expired = new ArrayList<>();
        assertThat(queue.pollExpired(9, (key, at) -> expired.add(key))).isFalse();
        assertThat(queue.pollExpired(10, (key, at) -> expired.add(key))).isTrue();
        assertThat(queue.pollExpired(14, (key, at) -> expired.add(key))).isFalse();
        assertThat(queue.pollExpired(15, (key, at) -> expired.add(key))).isTrue();
        assertThat(expired).containsExactly(new RequestKey(1, 1), new RequestKey(2, 2));
        assertThat(queue.pollOldest((key, at) -> expired.add(key))).isFalse();
    }

    @Test
    void isAQueueWhateverIsAddedAndTaken() {
        long seed = System.nanoTime();
        System.out.println("ExpiryQueueTest seed " + seed);
        Random random = new Random(seed);
        ExpiryQueue queue = new ExpiryQueue(0);
        Deque<RequestKey> expected = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(5) < 3) {
                RequestKey key = new RequestKey(random.nextLong(), random.nextLong());
                queue.add(key, i);
                expected.add(key);
            } else if (!expected.isEmpty()) {
                List<RequestKey> got = new ArrayList<>();
                queue.pollOldest((key, at) -> got.add(key));
                assertThat(got).containsExactly(expected.remove());
            }
        }
        assertThat(queue.size()).isEqualTo(expected.size());
    }
}
