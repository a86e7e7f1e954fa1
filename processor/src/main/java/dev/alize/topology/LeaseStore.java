package dev.alize.topology;

import dev.alize.budget.Leases;
import dev.alize.budget.StoredAvro;
import dev.alize.schemas.BudgetLease;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The leases of a task in its changelogged store. Owned by the task's stream thread. */
final class LeaseStore implements Leases.Store {
    /** The store's name, and part of its changelog topic's. */
    static final String STORE = "budget-leases";

    private final KeyValueStore<String, byte[]> store;

    LeaseStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> builder(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of("cleanup.policy", "compact"));
    }

    @Override
    public Map<String, BudgetLease> all() {
        Map<String, BudgetLease> leases = new HashMap<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> leases.put(entry.key, StoredAvro.read(entry.value, BudgetLease.class)));
        }
        return leases;
    }

    @Override
    public void put(String account, BudgetLease lease) {
        store.put(account, StoredAvro.write(lease));
    }

    @Override
    public void delete(String account) {
        store.delete(account);
    }
}
