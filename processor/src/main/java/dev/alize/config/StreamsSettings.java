package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of block {@code processing} that places the application in the Kafka cluster.
 *
 * @param applicationId shared by all instances, part of the names of internal topics: 1 to 150 letters, digits, dots,
 *     dashes and underscores; default {@code alize}
 * @param instanceId differs between instances and outlives restarts, same characters; null, the default: made at the
 *     first start and kept in the state directory
 * @param stateDir where the stores are; one for each instance; default {@code .alize/state} in the home directory
 * @param threads stream threads, 1 to 64; default 1
 * @param guarantee default exactly once
 * @param commitInterval how often transactions commit, 1 ms to 10 s; default 50 ms (longer is later for readers, and
 *     10 s is still below the transaction timeout)
 * @param standbyReplicas copies of each store on other instances, 0 to 10; default 0
 * @param valueSerde class name of the serde for values; default {@code dev.alize.schemas.serde.AvroSerde}
 */
public record StreamsSettings(
        String applicationId,
        @Nullable String instanceId,
        Path stateDir,
        int threads,
        Guarantee guarantee,
        Duration commitInterval,
        int standbyReplicas,
        String valueSerde) {
    public static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,150}");
    public static final Range<Integer> THREADS = Range.of(1, 64);
    public static final Range<Duration> COMMIT_INTERVAL = Range.of(Duration.ofMillis(1), Duration.ofSeconds(10));
    public static final Range<Integer> STANDBY_REPLICAS = Range.of(0, 10);
    public static final String DEFAULT_APPLICATION_ID = "alize";
    public static final String DEFAULT_VALUE_SERDE = "dev.alize.schemas.serde.AvroSerde";

    public StreamsSettings {
        if (!ID.matcher(applicationId).matches()) {
            throw new InvalidSettingException("processing.application_id", "got '" + applicationId + "'");
        }
        if (instanceId != null && !ID.matcher(instanceId).matches()) {
            throw new InvalidSettingException("processing.instance_id", "got '" + instanceId + "'");
        }
        THREADS.check("processing.threads", threads);
        COMMIT_INTERVAL.check("processing.commit_interval", commitInterval);
        STANDBY_REPLICAS.check("processing.standby_replicas", standbyReplicas);
    }

    public StreamsSettings withApplicationId(String newId) {
        return new StreamsSettings(
                newId, instanceId, stateDir, threads, guarantee, commitInterval, standbyReplicas, valueSerde);
    }

    /** Another instance of the same application. */
    public StreamsSettings withInstance(@Nullable String newInstanceId, Path newStateDir) {
        return new StreamsSettings(
                applicationId,
                newInstanceId,
                newStateDir,
                threads,
                guarantee,
                commitInterval,
                standbyReplicas,
                valueSerde);
    }
}
