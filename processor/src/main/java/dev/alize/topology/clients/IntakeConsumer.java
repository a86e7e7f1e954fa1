package dev.alize.topology.clients;

import dev.alize.calls.Intake;
import dev.alize.calls.Intake.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The main consumer of a stream thread. While the intake is closed the partitions of the requests are paused and Kafka
 * keeps the backlog. While it is open every poll looks at the other topics first, so that a backlog of requests delays
 * neither cancels nor tickets, then at interactive requests. Records with an unknown schema stay in Kafka until it is known. Owned by its thread.
 */
final class IntakeConsumer extends KafkaConsumer<byte[], byte[]> {
    /** With the intake closed, how soon its reopening is seen at the latest. */
    private static final Duration CLOSED_POLL = Duration.ofMillis(10);

    /** After so many polls that found something else, one reads requests as well: nothing starves. */
    private static final int MOST_IN_A_ROW = 10;

    private final Set<String> requests;
    private final @Nullable String interactive;
    private final Intake intake;
    private final SchemaGate gate;
    private final StreamThreads.Polls polls;
    private final PausedPartitions paused = new PausedPartitions();
    private Set<TopicPartition> assigned = Set.of();
    private int inARow;

    IntakeConsumer(
            Map<String, Object> config,
            Set<String> requests,
            @Nullable String interactive,
            Intake intake,
            SchemaGate gate,
            StreamThreads threads) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.requests = requests;
        this.interactive = interactive;
        this.intake = intake;
        this.gate = gate;
        this.polls = threads.consumer(String.valueOf(config.get(ConsumerConfig.CLIENT_ID_CONFIG)));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        polls.polled();
        followAssignment();
        boolean open = intake.isOpen(Source.REQUESTS);
        boolean interactiveOpen = intake.isOpen(Source.INTERACTIVE);
        boolean overtaken = inARow >= MOST_IN_A_ROW;
        hold(true, true);
        if (!open && (interactive == null || !interactiveOpen)) {
            return gated(super.poll(timeout.compareTo(CLOSED_POLL) < 0 ? timeout : CLOSED_POLL));
        }
        ConsumerRecords<byte[], byte[]> first = overtaken ? ConsumerRecords.empty() : super.poll(Duration.ZERO);
        inARow = first.isEmpty() ? 0 : inARow + 1;
        if (!first.isEmpty()) {
            return gated(first);
        }
        if (interactive != null && interactiveOpen && open) {
            hold(true, false);
            ConsumerRecords<byte[], byte[]> second = super.poll(Duration.ZERO);
            if (!second.isEmpty()) {
                return gated(second);
            }
        }
        hold(!open, !interactiveOpen);
        return gated(super.poll(open || timeout.compareTo(CLOSED_POLL) < 0 ? timeout : CLOSED_POLL));
    }

    private static CloseOptions leaving(CloseOptions options) {
        CloseOptions leaving = CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
        return options.timeout().map(leaving::withTimeout).orElse(leaving);
    }

    private void followAssignment() {
        Set<TopicPartition> now = assignment();
        if (!now.equals(assigned)) {
            assigned = Set.copyOf(now);
            paused.forgetAllBut(assigned);
            gate.forgetAllBut(assigned);
        }
    }

    /** Pauses what is held back now, beside what waits for a schema: whole topics, and partitions that hold too many. */
    private void hold(boolean requestsToo, boolean interactiveToo) {
        Set<TopicPartition> current = assignment();
        Set<TopicPartition> held = new HashSet<>(gate.waiting());
        held.retainAll(current);
        for (TopicPartition partition : current) {
            boolean isRequests = requests.contains(partition.topic());
            boolean isInteractive = partition.topic().equals(interactive);
            boolean shut = (isRequests || isInteractive) && !intake.isOpen(partition.partition());
            if (shut || isRequests && requestsToo || isInteractive && interactiveToo) {
                held.add(partition);
            }
        }
        Set<TopicPartition> released = paused.hold(held);
        released.retainAll(current);
        super.pause(held);
        super.resume(released);
    }

    /** Puts back what cannot be decoded yet: its partition goes on from there once the schema is known. */
    private ConsumerRecords<byte[], byte[]> gated(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, Long> stops = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                if (!gate.passes(partition, record.headers(), record.value())) {
                    stops.put(partition, record.offset());
                    break;
                }
            }
        }
        return stops.isEmpty() ? polled : cut(polled, stops);
    }

    private ConsumerRecords<byte[], byte[]> cut(
            ConsumerRecords<byte[], byte[]> polled, Map<TopicPartition, Long> stops) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : polled.partitions()) {
            Long stop = stops.get(partition);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.records(partition));
            if (stop != null) {
                records.removeIf(record -> record.offset() >= stop);
                super.seek(partition, stop);
                super.pause(List.of(partition));
                paused.alsoHold(partition);
                next.put(partition, new OffsetAndMetadata(stop));
            }
            if (!records.isEmpty()) {
                kept.put(partition, records);
            }
        }
        return new ConsumerRecords<>(kept, next);
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        paused.streamsPauses(partitions);
        super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        super.resume(paused.streamsResumes(partitions));
    }

    /**
     * How Streams closes it when its thread ends. A thread that is replaced leaves the group at once: its successor has
     * another name, and the group would wait for the dead member until its session is over, committing nothing.
     */
    @Override
    public void close(CloseOptions options) {
        polls.closed();
        super.close(intake.isStopped() ? options : leaving(options));
    }

    @Override
    public Set<TopicPartition> paused() {
        return paused.byStreams();
    }
}
