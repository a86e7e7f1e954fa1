package dev.alize.topology.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.EngineObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class StageTimesTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final EngineObserver observer = new EngineObserver() {
        @Override
        public void staged(String stage, boolean look, long nanos) {
            told.add(stage + (look ? " look " : " record ") + nanos);
        }
    };

    /** Takes 3 before and 2 after it forwards, and 7 for each look, in which it forwards too. */
    private final class First implements Processor<String, String, String, String> {
        @SuppressWarnings("NullAway.Init")
        private ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> context) {
            this.context = context;
            context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, now -> {
                clock.addAndGet(7);
                context.forward(new Record<>("look", "look", now));
            });
        }

        @Override
        public void process(Record<String, String> record) {
            clock.addAndGet(3);
            context.forward(record);
            clock.addAndGet(2);
        }
    }

    /** Takes 11. */
    private final class Second implements Processor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {
            clock.addAndGet(11);
            if (record.value().equals("bad")) {
                throw new IllegalStateException("bad");
            }
        }
    }

    private TopologyTestDriver driver() {
        Topology topology = new Topology();
        topology.addSource("source", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addProcessor("first", StageTimes.of("first", observer, clock::get, First::new), "source");
        topology.addProcessor("second", StageTimes.of("second", observer, clock::get, Second::new), "first");
        return new TopologyTestDriver(topology, new Properties());
    }

    @Test
    void aStagesTimeIsWithoutTheStagesBehindIt() {
        try (TopologyTestDriver driver = driver()) {
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput("key", "value");
            assertThat(told).containsExactly("second record 11", "first record 5");
        }
    }

    @Test
    void looksAreToldApartFromRecords() {
        try (TopologyTestDriver driver = driver()) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            assertThat(told).containsExactly("second record 11", "first look 7");
        }
    }

    @Test
    void aStageThatFailsIsTimedAndItsFailurePassedOn() {
        try (TopologyTestDriver driver = driver()) {
            var in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            assertThatThrownBy(() -> in.pipeInput("key", "bad")).hasRootCauseMessage("bad");
            assertThat(told).containsExactly("second record 11", "first record 3");
        }
    }
}
