package dev.alize.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorAuditTest {
    private static final Environment NOTHING = new Environment(Map.of(), InstantSource.system());

    private static Configuration configuration(boolean immutable) {
        return new ConfigurationReader().parse("test", """
                policies: {chain: [audit-logger]}
                policy: {audit-logger: {immutable: %s}}
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                """.formatted(immutable));
    }

    private static OperatorAudit audit(Configuration configuration) {
        return new OperatorAudit(Connection.of(configuration, NOTHING), configuration, NOTHING, "test");
    }

    @Test
    void aCommandThatWritesIntoAnImmutableTrailAsksForTheKey() {
        assertThatThrownBy(() -> audit(configuration(true)).sealing())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("audit.signing_key_ref")
                .hasMessageContaining("ALIZE_AUDIT_SIGNING_KEY");
        assertThat(audit(configuration(false)).sealing()).isNull();
    }
}
