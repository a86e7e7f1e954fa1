package dev.alize.evidence;

import dev.alize.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration, setting by setting, without what could be a secret. */
public final class SettingsCollector implements Collector {
    private final Configuration configuration;
    private final Scrubber scrubber;

    public SettingsCollector(Configuration configuration, Scrubber scrubber) {
        this.configuration = configuration;
        this.scrubber = scrubber;
    }

    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public String collect(Path directory) throws IOException {
        Files.write(directory.resolve("configuration.txt"), new SettingsText(scrubber).lines(configuration));
        return "version " + configuration.version() + ", as this command read it";
    }
}
