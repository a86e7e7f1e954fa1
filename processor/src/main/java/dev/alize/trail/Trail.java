package dev.alize.trail;

import dev.alize.schemas.AuditCheckpoint;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Utils;

/**
 * The audit trail, where it lies. Reading does not change it; only committed records are seen.
 *
 * <p>Throws {@link dev.alize.client.UnreachableException} where broker or registry do not answer.
 */
public interface Trail extends AutoCloseable {
    /** Takes entries as they are read. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Called from several threads, one for each partition at a time; entries of a partition come in the order of
         * their offsets.
         */
        void visit(Entry entry) throws InterruptedException;
    }

    /**
     * Says how far the reading is.
     *
     * @param read records so far
     * @param expected records in all, about
     */
    record Progress(long read, long expected) {}

    /**
     * Reads a window by the time of the records, up to the end that the topic has when the reading begins.
     *
     * @return how many records there were
     */
    long read(Window window, Visitor visitor, Consumer<Progress> progress) throws InterruptedException;

    /**
     * The same of a part of it.
     *
     * @return how many records there were
     */
    default long read(Extent extent, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
        long[] taken = new long[1];
        read(
                extent.window(),
                entry -> {
                    Integer only = extent.partition();
                    if ((only == null || only == entry.partition()) && extent.takes(entry.at(), entry.value())) {
                        synchronized (taken) {
                            taken[0]++;
                        }
                        visitor.visit(entry);
                    }
                },
                progress);
        return taken[0];
    }

    /** Reads the seals: all there are, whatever their time. */
    void checkpoints(Consumer<AuditCheckpoint> each) throws InterruptedException;

    /** The same with their places, and with the records that hold none. */
    default void seals(Consumer<SealEntry> each) throws InterruptedException {
        checkpoints(checkpoint -> each.accept(new SealEntry(-1, -1, checkpoint)));
    }

    /** Where Kafka's default partitioner puts a record of this key. */
    default int partitionOf(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions();
    }

    /** Partitions of the topic. */
    int partitions();

    @Override
    void close();
}
