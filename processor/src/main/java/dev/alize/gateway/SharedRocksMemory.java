package dev.alize.gateway;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One bound on the native memory of all stores of the process, whatever the number of partitions: by default RocksDB
 * takes up to 100 MB for each.
 */
public final class SharedRocksMemory implements RocksDBConfigSetter {
    private static final long TOTAL = 128L << 20;
    private static final long WRITE_BUFFERS = 64L << 20;
    private static final Cache CACHE = new LRUCache(TOTAL);
    private static final WriteBufferManager MANAGER = new WriteBufferManager(WRITE_BUFFERS, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
            table.setBlockCache(CACHE);
            table.setCacheIndexAndFilterBlocks(true);
            options.setTableFormatConfig(table);
        }
        options.setWriteBufferManager(MANAGER);
    }

    /** The cache is the process's, not the store's. */
    @Override
    public void close(String storeName, Options options) {}
}
