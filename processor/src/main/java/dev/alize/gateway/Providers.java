package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.domain.Provider;
import dev.alize.provider.HttpProvider;
import dev.alize.provider.ProviderOptions;
import java.time.InstantSource;

/** Makes the HTTP side. */
final class Providers {
    private Providers() {}

    static Provider http(Configuration configuration) {
        var bounds = configuration.processing().bounds();
        ProviderOptions defaults = ProviderOptions.defaults();
        ProviderOptions options = new ProviderOptions(
                defaults.version(),
                Math.max(defaults.maxConnectionsPerTarget(), bounds.maxOpenCalls() * 2),
                defaults.connectTimeout(),
                defaults.keepAlive(),
                bounds.maxResponseBytes(),
                defaults.caFile(),
                defaults.http2());
        return new HttpProvider(options, InstantSource.system());
    }
}
