package dev.alize.cli;

import dev.alize.config.Configuration;

/** Where requests are answered. */
interface Place extends AutoCloseable {
    /** The configuration with which the place is reached. */
    Configuration configuration();

    @Override
    void close();

    /**
     * A cluster that others run.
     *
     * @param configuration as it was read
     */
    record Cluster(Configuration configuration) implements Place {
        @Override
        public void close() {}
    }
}
