package dev.alize.gateway;

import dev.alize.cache.AnswerCache;
import dev.alize.cache.CacheRules;
import dev.alize.client.Connection;
import dev.alize.config.CacheSettings;
import dev.alize.config.Configuration;
import dev.alize.control.AnswerReader;
import dev.alize.domain.Capability;
import dev.alize.domain.ProcessEvents;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The response cache of the process, wired to its topic. Thread-safe. */
final class Caching implements AutoCloseable {
    private final AnswerCache cache;
    private @Nullable AnswerReader reader;

    Caching(Configuration configuration) {
        this.cache = new AnswerCache(rules(configuration), Clock.systemUTC());
    }

    static CacheRules rules(Configuration configuration) {
        CacheSettings settings = configuration.cache();
        return new CacheRules(
                settings.enabled(),
                settings.ttl().toMillis(),
                settings.stale().toMillis(),
                settings.maxBytes(),
                settings.maxEntryBytes(),
                settings.singleFlight(),
                configuration.policies().overrides().stream()
                        .anyMatch(override -> override.capabilities().contains(Capability.STREAMING)),
                configuration.answersVersion());
    }

    /** Begins to read the answers of all instances; said once. */
    void begin(Connection connection, Configuration configuration, ProcessEvents events) {
        reader = AnswerReader.start(connection, configuration, cache, events, Clock.systemUTC());
    }

    /** Follows another configuration. */
    void follow(Configuration next) {
        cache.follow(rules(next));
    }

    AnswerCache cache() {
        return cache;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
