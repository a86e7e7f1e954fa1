package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.BadInputException;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlFlagsTest {
    private static final Environment NOTHING = new Environment(Map.of(), InstantSource.system());

    private static Configuration configuration(boolean immutable) {
        return new ConfigurationReader().parse("test", """
                policies: {chain: [audit-logger]}
                policy: {audit-logger: {immutable: %s}}
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                """.formatted(immutable));
    }

    @Test
    void aCommandThatWritesIntoAnImmutableTrailAsksForTheKey() {
        assertThatThrownBy(() -> ControlFlags.sealing(configuration(true), NOTHING))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("audit.signing_key_ref")
                .hasMessageContaining("ALIZE_AUDIT_SIGNING_KEY");
        assertThat(ControlFlags.sealing(configuration(false), NOTHING)).isNull();
    }
}
