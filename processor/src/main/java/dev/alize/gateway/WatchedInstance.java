package dev.alize.gateway;

import dev.alize.calls.Intake;
import dev.alize.calls.Intake.Source;
import dev.alize.calls.Slots;
import dev.alize.config.Configuration;
import dev.alize.domain.QuotaState;
import dev.alize.domain.TargetState;
import dev.alize.metrics.health.Instance;
import dev.alize.metrics.health.InstanceState;
import dev.alize.metrics.health.KnownTarget;
import dev.alize.metrics.health.Levels;
import dev.alize.metrics.health.ThreadPulse;
import dev.alize.topology.clients.StreamThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;

/**
 * An instance as its monitor sees it. Thread-safe, since all it asks is.
 *
 * @param following the configuration that is followed now
 * @param properties of Kafka Streams
 * @param reports what else is asked
 */
record WatchedInstance(
        String name,
        Supplier<Configuration> following,
        Slots slots,
        Intake intake,
        StreamThreads streamThreads,
        Supplier<State> streamsState,
        Map<String, Object> properties,
        Reports reports)
        implements Instance {
    private static final int DEFAULT_TRANSACTION_MS = 10_000;
    private static final int DEFAULT_POLL_MS = 300_000;

    /**
     * What routing, pacing, the tasks and the audit trail tell of themselves. Asked from any thread; answers at once.
     *
     * @param delayed requests that wait for the time of their next attempt
     * @param cachedBytes of answers
     * @param lostEvents audit events of the process that were dropped
     * @param booksRunning whether the books follow the trail
     * @param lastBookedEvent time of the last event in the books, in milliseconds since 1970; 0 before the first
     */
    record Reports(
            Supplier<List<TargetState>> targets,
            Supplier<List<QuotaState>> quotas,
            LongSupplier delayed,
            LongSupplier cachedBytes,
            LongSupplier lostEvents,
            BooleanSupplier booksRunning,
            LongSupplier lastBookedEvent) {}

    @Override
    public String configuration() {
        return following.get().version();
    }

    @Override
    public InstanceState state() {
        return switch (streamsState.get()) {
            case CREATED -> InstanceState.STARTING;
            case REBALANCING -> intake.isStopped() ? InstanceState.DRAINING : InstanceState.REBALANCING;
            case RUNNING -> intake.isStopped() ? InstanceState.DRAINING : InstanceState.RUNNING;
            case PENDING_SHUTDOWN -> InstanceState.DRAINING;
            case PENDING_ERROR, ERROR -> InstanceState.FAILED;
            case NOT_RUNNING -> InstanceState.STOPPED;
        };
    }

    @Override
    public Levels levels() {
        return new Levels() {
            @Override
            public long openCalls() {
                return slots.taken();
            }

            @Override
            public long maxOpenCalls() {
                return following.get().processing().bounds().maxOpenCalls();
            }

            @Override
            public long openBytes() {
                return slots.heldBytes();
            }

            @Override
            public long maxOpenBytes() {
                return following.get().processing().bounds().maxOpenBytes();
            }

            @Override
            public long waiting() {
                return slots.waiting();
            }

            @Override
            public long held() {
                return intake.held();
            }

            @Override
            public long delayed() {
                return reports.delayed().getAsLong();
            }

            @Override
            public long parked() {
                return intake.parked();
            }

            @Override
            public long waitingTokens() {
                return slots.waitingTokens();
            }

            @Override
            public long nextExpiry() {
                return slots.nextExpiry();
            }

            @Override
            public long cachedBytes() {
                return reports.cachedBytes().getAsLong();
            }

            @Override
            public boolean intakeOpen() {
                return intake.isOpen(Source.REQUESTS);
            }
        };
    }

    @Override
    public List<ThreadPulse> threads() {
        return streamThreads.pulses().stream()
                .map(pulse ->
                        new ThreadPulse(pulse.thread(), pulse.sincePoll(), pulse.sinceCommit(), pulse.transaction()))
                .toList();
    }

    @Override
    public List<KnownTarget> targets() {
        return following.get().providers().targets().stream()
                .map(target -> new KnownTarget(target.id(), target.provider()))
                .toList();
    }

    @Override
    public List<TargetState> targetStates() {
        return reports.targets().get();
    }

    @Override
    public List<QuotaState> quotas() {
        return reports.quotas().get();
    }

    @Override
    public long lostProcessEvents() {
        return reports.lostEvents().getAsLong();
    }

    @Override
    public boolean booksRunning() {
        return reports.booksRunning().getAsBoolean();
    }

    @Override
    public long lastBookedEvent() {
        return reports.lastBookedEvent().getAsLong();
    }

    @Override
    public Duration transactionTimeout() {
        return millis(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), DEFAULT_TRANSACTION_MS);
    }

    @Override
    public Duration pollTimeout() {
        return millis(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), DEFAULT_POLL_MS);
    }

    /** Values of the configuration are text, our own are numbers; Streams has checked both by now. */
    private Duration millis(String property, int otherwise) {
        return Duration.ofMillis(Long.parseLong(
                String.valueOf(properties.getOrDefault(property, otherwise)).strip()));
    }
}
