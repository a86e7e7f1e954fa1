package dev.alize.trail;

import dev.alize.schemas.AuditCheckpoint;
import java.util.function.Consumer;

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

    /** Reads the seals: all there are, whatever their time. */
    void checkpoints(Consumer<AuditCheckpoint> each) throws InterruptedException;

    /** Partitions of the topic. */
    int partitions();

    @Override
    void close();
}
