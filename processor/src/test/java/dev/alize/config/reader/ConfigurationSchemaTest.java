package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class ConfigurationSchemaTest {
    private static final String TARGETS = "providers: {targets: [{id: a, provider: mistral, model: m}]}\n";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = ConfigurationSchema.json();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(TEXT);

    static List<Path> files() throws IOException {
        try (Stream<Path> fixtures = Files.list(Path.of("src/test/resources/policy-config"))) {
            return Stream.concat(
                            fixtures.filter(file -> file.toString().endsWith(".yaml")),
                            Stream.of(Path.of("examples/policy-config.yaml")))
                    .filter(ConfigurationSchemaTest::isValid)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isValid(Path file) {
        try {
            new ConfigurationReader(Yaml.HOME).read(file);
            return true;
        } catch (ConfigurationException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void takesEveryFileThatTheReaderTakes(Path file) throws IOException {
        assertThat(problems(Files.readString(file))).isEmpty();
    }

    @Test
    void isWrittenTheSameEveryTime() {
        assertThat(ConfigurationSchema.json()).isEqualTo(TEXT);
    }

    @Test
    void describesKeysInTheWordsOfTheDocument() throws IOException {
        JsonNode schema = JSON.readTree(TEXT);

        assertThat(schema.at("/properties/policies/properties/chain/description")
                        .asText())
                .startsWith("the policies that every request passes");
        assertThat(schema.at("/properties/policy/properties/audit-logger/properties/retention_days/description")
                        .asText())
                .endsWith(". Default: 365.");
        assertThat(schema.at("/properties/policies/properties/chain/items/enum").toString())
                .contains("audit-logger");
    }

    @Test
    void requiresWhatTheReaderAlwaysMisses() throws IOException {
        JsonNode schema = JSON.readTree(TEXT);

        assertThat(schema.at("/required").toString()).isEqualTo("[\"providers\"]");
        assertThat(schema.at("/properties/providers/required").toString()).isEqualTo("[\"targets\"]");
        assertThat(schema.at("/properties/providers/properties/targets/items/required")
                        .toString())
                .isEqualTo("[\"id\",\"provider\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "polices: {}",
                "policies: {chain: audit-logger}",
                "policies: {chain: [audit-loger]}",
                "policies: {overrides: [{tenant: [a]}]}",
                "policies: {overrides: [{tenants: [a], policy: {audit-logger: {retention_dais: 1}}}]}",
                "policies: {overrides: [{tenants: [a], policy: {audit-loger: {}}}]}",
                "policies: {overrides: [{capabilities: [cod]}]}",
                "policy: {audit-logger: {retention_days: 0}}",
                "policy: {audit-logger: {retention_days: a year}}",
                "policy: {audit-logger: {immutable: 'yes'}}",
                "policy: {audit-loger: {}}",
                "topics: {partitions: 1.5}",
                "processing: {drain_timeout: 90}",
                "processing: {drain_timeout: 90x}",
                "processing: {max_open_bytes: 64MB}",
                "pack: {enabled: 1}",
                "kafka: broker"
            })
    void refusesMistakes(String mistake) {
        assertThat(problems(TARGETS)).isEmpty();
        assertThat(problems(TARGETS + mistake)).isNotEmpty();
        assertThat(Yaml.problems(TARGETS + mistake)).isNotEmpty();
    }

    private static List<String> problems(String yaml) {
        Object file =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
        return SCHEMA.validate(JSON.valueToTree(file)).stream()
                .map(Object::toString)
                .toList();
    }
}
