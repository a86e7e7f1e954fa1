package dev.alize.topology.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.serde.SchemaRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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

    private final Set<SchemaRef> known = new HashSet<>(Set.of(new SchemaRef.Id(1)));
    private final RecordHeaders none = new RecordHeaders();
    private boolean down;
    private final Steps loader = new Steps();
    private final SchemaGate gate = new SchemaGate(
            new SchemaCache() {
                @Override
                public Optional<SchemaRef> schemaOf(Headers headers, byte[] value) {
                    return headers.lastHeader("guid") != null
                            ? Optional.of(new SchemaRef.Guid(new UUID(0, value[0])))
                            : Optional.of(value[0]).filter(id -> id >= 0).map(id -> new SchemaRef.Id(id));
                }

                @Override
                public boolean knows(SchemaRef schema) {
                    return known.contains(schema);
                }

                @Override
                public void load(SchemaRef schema) {
                    if (down) {
                        throw new IllegalStateException("registry is down");
                    }
                    known.add(schema);
                }
            },
            loader);

    @Test
    void letsKnownSchemasAndWhatHasNoSchemaPass() {
        assertThat(gate.passes(PARTITION, none, new byte[] {1})).isTrue();
        assertThat(gate.passes(PARTITION, none, new byte[] {-1})).isTrue();
        assertThat(gate.passes(PARTITION, none, null)).isTrue();
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void holdsAPartitionUntilItsSchemaIsKnown() {
        assertThat(gate.passes(PARTITION, none, new byte[] {2})).isFalse();
        assertThat(gate.waiting()).containsExactly(PARTITION);
        loader.next();
        assertThat(gate.waiting()).isEmpty();
        assertThat(gate.passes(PARTITION, none, new byte[] {2})).isTrue();
    }

    @Test
    void asksAgainWhileTheRegistryIsDown() {
        down = true;
        assertThat(gate.passes(PARTITION, none, new byte[] {2})).isFalse();
        loader.next();
        assertThat(gate.waiting()).containsExactly(PARTITION);
        down = false;
        loader.next();
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void asksOnceForPartitionsThatWaitForTheSameSchema() {
        assertThat(gate.passes(PARTITION, none, new byte[] {2})).isFalse();
        assertThat(gate.passes(new TopicPartition("requests", 1), none, new byte[] {2}))
                .isFalse();
        assertThat(loader.steps).hasSize(1);
    }

    @Test
    void holdsAPartitionForASchemaThatIsNamedInAHeader() {
        Headers headers = new RecordHeaders().add("guid", new byte[0]);
        assertThat(gate.passes(PARTITION, headers, new byte[] {1})).isFalse();
        loader.next();
        assertThat(gate.waiting()).isEmpty();
        assertThat(gate.passes(PARTITION, headers, new byte[] {1})).isTrue();
    }
}
