package dev.alize.connect.batch.sink;

import dev.alize.connect.batch.Settings;
import dev.alize.connect.batch.Settings.Recommended;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where files are written.
 *
 * @param output the directory of the complete batches; the open ones are in {@code .alize} in it
 * @param batchesTopic the topic of the ends of batches; all others of the connector are responses
 */
public record SinkSettings(Path output, String batchesTopic) {
    public static final String OUTPUT = "output.directory";
    public static final String BATCHES = "batches.topic";

    /** Every key with its validator, its recommended values and its documentation. */
    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    OUTPUT,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Settings.directory(false),
                    Importance.HIGH,
                    "The directory that complete batches are written to. The worker's user may read and write it, all"
                            + " workers of the cluster see the same directory, and no other connector writes to it.",
                    "Files",
                    1,
                    Width.LONG,
                    "Output directory")
            .define(
                    BATCHES,
                    Type.STRING,
                    "llm.batches",
                    Settings.topic(),
                    Importance.HIGH,
                    "The topic of the ends of batches, one of the connector's topics; all its others are topics of"
                            + " responses.",
                    "Records",
                    1,
                    Width.MEDIUM,
                    "Batches",
                    new Recommended(List.of("llm.batches")))
            .define(
                    "schema.registry.url",
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "Addresses of the schema registry. Further settings of the registry's client and of the serde have"
                            + " Confluent's names.",
                    "Records",
                    2,
                    Width.LONG,
                    "Schema registry");

    /**
     * Reads the configuration of a connector or a task.
     *
     * @throws ConfigException where a value is missing or wrong
     */
    public static SinkSettings of(Map<String, String> settings) {
        AbstractConfig config = new AbstractConfig(DEFINITION, settings, false);
        return new SinkSettings(Path.of(config.getString(OUTPUT)), config.getString(BATCHES));
    }
}
