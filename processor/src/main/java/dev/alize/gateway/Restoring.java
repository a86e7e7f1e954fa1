package dev.alize.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Knows whether any store of the process is being restored now. Thread-safe. */
final class Restoring implements StateRestoreListener, BooleanSupplier {
    private final Set<TopicPartition> stores = ConcurrentHashMap.newKeySet();

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        stores.add(changelog);
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long to, long restored) {}

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long restored) {
        stores.remove(changelog);
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long restored) {
        stores.remove(changelog);
    }

    @Override
    public boolean getAsBoolean() {
        return !stores.isEmpty();
    }
}
