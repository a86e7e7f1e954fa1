package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final String SECRET = "0123456789abcdef01234567";

    static Map<String, String> good(String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put(Settings.HOSTS, "hooks.example.com,*.acme.org,127.0.0.1");
        settings.put(Settings.SECRETS, SECRET);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static Map<String, List<String>> problems(Map<String, String> settings) {
        return SettingsDefinition.ALL.validate(settings).stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void aGoodOneIsRead() {
        Settings settings = Settings.of(good(Settings.PORTS, "443,8443", Settings.HTTP, "true"));
        assertThat(settings.ports()).containsExactlyInAnyOrder(443, 8443);
        assertThat(settings.http()).isTrue();
        assertThat(settings.privateAddresses()).isFalse();
        assertThat(settings.hosts().allow("a.b.acme.org")).isTrue();
        assertThat(settings.hosts().allow("acme.org")).isFalse();
        assertThat(settings.hosts().allow("evilacme.org")).isFalse();
        assertThat(settings.hosts().allow("hooks.example.com")).isTrue();
        assertThat(settings.hosts().allow("x.hooks.example.com")).isFalse();
        assertThat(settings).asString().doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "webhook.hosts,https://example.com/x",
        "webhook.hosts,*.com",
        "webhook.hosts,ex*mple.com",
        "webhook.hosts,example.com:443",
        "webhook.hosts,''",
        "webhook.ports,0x50",
        "webhook.ports,65536",
        "webhook.ports,''",
        "webhook.signing.secrets,short",
        "webhook.signing.secrets,'0123456789abcdef01234567,'",
        "webhook.signing.scope,everybody",
        "webhook.tls.ca.path,/nowhere/ca.pem",
        "webhook.request.timeout.ms,0",
        "webhook.retry.timeout.ms,-1",
        "webhook.max.open,many"
    })
    void aWrongValueIsToldAtItsName(String name, String value) {
        assertThat(problems(good(name, value))).containsOnlyKeys(name);
        assertThatThrownBy(() -> Settings.of(good(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name);
    }

    @Test
    void aSecretThatIsWrongIsNotShown() {
        assertThat(problems(good(Settings.SECRETS, "tooshort")).toString()).doesNotContain("tooshort");
    }

    @Test
    void whatMustBeGivenIsAskedFor() {
        assertThat(problems(Map.of())).containsOnlyKeys(Settings.HOSTS, Settings.SECRETS);
    }

    @Test
    void everyKeyIsExplainedAndInAGroup() {
        assertThat(SettingsDefinition.ALL.configKeys().values()).allSatisfy(key -> {
            assertThat(key.documentation).endsWith(".");
            assertThat(key.group).isNotBlank();
            assertThat(key.displayName).isNotBlank();
        });
        assertThat(SettingsDefinition.ALL.configKeys().values())
                .filteredOn(key -> key.type == ConfigDef.Type.PASSWORD)
                .extracting(key -> key.name)
                .containsExactly(Settings.SECRETS);
    }
}
