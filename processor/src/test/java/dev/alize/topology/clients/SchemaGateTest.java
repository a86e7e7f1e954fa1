package dev.alize.topology.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaGateTest {
    private static final TopicPartition PARTITION = new TopicPartition("requests", 0);

    /** Runs what it is given when the test says so. */
    private static final class Steps extends ScheduledThreadPoolExecutor {
        final Deque<Runnable> steps = new ArrayDeque<>();

        Steps() {
            super(0);
        }

        @Override
        public void execute(Runnable step) {
            steps.add(step);
        }

        @Override
        public @Nullable ScheduledFuture<?> schedule(Runnable step, long delay, TimeUnit unit) {
            steps.add(step);
            return null;
        }

        void next() {
            steps.remove().run();
        }
    }

    private final Set<Integer> known = new HashSet<>(Set.of(1));
    private boolean down;
    private final Steps loader = new Steps();
    private final SchemaGate gate = new SchemaGate(
            new SchemaCache() {
                @Override
                public int idOf(byte[] value) {
                    return value[0];
                }

                @Override
                public boolean knows(int id) {
                    return known.contains(id);
                }

                @Override
                public void load(int id) {
                    if (down) {
                        throw new IllegalStateException("registry is down");
                    }
                    known.add(id);
                }
            },
            loader);

    @Test
    void letsKnownSchemasAndWhatHasNoSchemaPass() {
        assertThat(gate.passes(PARTITION, new byte[] {1})).isTrue();
        assertThat(gate.passes(PARTITION, new byte[] {-1})).isTrue();
        assertThat(gate.passes(PARTITION, null)).isTrue();
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void holdsAPartitionUntilItsSchemaIsKnown() {
        assertThat(gate.passes(PARTITION, new byte[] {2})).isFalse();
        assertThat(gate.waiting()).containsExactly(PARTITION);
        loader.next();
        assertThat(gate.waiting()).isEmpty();
        assertThat(gate.passes(PARTITION, new byte[] {2})).isTrue();
    }

    @Test
    void asksAgainWhileTheRegistryIsDown() {
        down = true;
        assertThat(gate.passes(PARTITION, new byte[] {2})).isFalse();
        loader.next();
        assertThat(gate.waiting()).containsExactly(PARTITION);
        down = false;
        loader.next();
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void asksOnceForPartitionsThatWaitForTheSameSchema() {
        assertThat(gate.passes(PARTITION, new byte[] {2})).isFalse();
        assertThat(gate.passes(new TopicPartition("requests", 1), new byte[] {2}))
                .isFalse();
        assertThat(loader.steps).hasSize(1);
    }
}
