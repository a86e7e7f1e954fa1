package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TrailRetentionTest {
    private static final ConfigResource AUDIT = new ConfigResource(ConfigResource.Type.TOPIC, "llm.audit");
    private static final ConfigResource SEALS = new ConfigResource(ConfigResource.Type.TOPIC, "llm.audit-checkpoints");
    private static final String YEAR = Long.toString(Duration.ofDays(365).toMillis());

    @Test
    void setsWhatDiffersAndNothingElse() {
        Configuration year = new ConfigurationReader().defaults();
        assertThat(TrailRetention.changes(year, Map.of(AUDIT, YEAR, SEALS, YEAR)))
                .isEmpty();

        Map<ConfigResource, Collection<AlterConfigOp>> changes =
                TrailRetention.changes(year, Map.of(AUDIT, "604800000", SEALS, YEAR));
        assertThat(changes).containsOnlyKeys(AUDIT);
        AlterConfigOp change = changes.values().iterator().next().iterator().next();
        assertThat(change.opType()).isEqualTo(AlterConfigOp.OpType.SET);
        assertThat(change.configEntry().name()).isEqualTo("retention.ms");
        assertThat(change.configEntry().value()).isEqualTo(YEAR);
    }
}
