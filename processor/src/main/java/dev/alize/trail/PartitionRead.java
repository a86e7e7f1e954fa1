package dev.alize.trail;

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads one partition. Used by one thread. */
final class PartitionRead {
    /** Records in a row behind the window and its margin that end the reading of a partition. */
    static final int BEYOND = 100;

    private final Pipe pipe;
    private final Extent extent;
    private final Decode decode;
    private final Trail.Visitor visitor;
    private final Instant latest;
    private int beyond;

    PartitionRead(Pipe pipe, Extent extent, Decode decode, Trail.Visitor visitor) {
        this.pipe = pipe;
        this.extent = extent;
        this.decode = decode;
        this.visitor = visitor;
        this.latest = KafkaTrail.latest(extent.window());
    }

    /** How many were visited. */
    long read(int partition, Reach reach, Meter meter, BooleanSupplier stop) throws InterruptedException {
        long taken = 0;
        long begin = reach.begin(partition);
        long end = reach.end(partition);
        long likely = reach.likelyEnd(partition);
        pipe.seek(partition, begin);
        long position = begin;
        while (position < end && beyond < BEYOND && !stop.getAsBoolean()) {
            List<ConsumerRecord<byte[], byte[]>> records = pipe.poll();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < end && beyond < BEYOND) {
                    taken += visit(record);
                }
            }
            long next = pipe.position();
            meter.advance(Math.max(0, Math.min(next, likely) - position));
            position = next;
        }
        meter.advance(Math.max(0, likely - position));
        return taken;
    }

    private int visit(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        Instant at = Instant.ofEpochMilli(record.timestamp());
        beyond = at.isBefore(latest) ? 0 : beyond + 1;
        if (!extent.takes(at, record.value())) {
            return 0;
        }
        visitor.visit(decode.entry(record));
        return 1;
    }
}
