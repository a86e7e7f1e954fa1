package dev.alize.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryConfigTest {

    @Test
    void hasConfluentsDefaultsButForTheTimeOuts() {
        RegistryConfig config = RegistryConfig.of(Map.of("schema.registry.url", "http://a:8081, https://b/base/"));
        assertThat(config.endpoints()).extracting(Endpoint::base).containsExactly("http://a:8081", "https://b/base");
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.retries()).isEqualTo(3);
        assertThat(config.tls()).isNull();
    }

    @Test
    void theBrokersTlsIsNotTheRegistrys() {
        Map<String, String> settings = Map.of(
                "schema.registry.url", "https://a", "ssl.truststore.location", "/nowhere", "ssl.keystore.type", "?");
        assertThat(RegistryConfig.of(settings).tls()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    schema.registry.url            | ftp://me:s3cret@host| http or https URL
                    schema.registry.url            | http://me:s3cret@   | http or https URL
                    schema.registry.url            | localhost:8081      | http or https URL
                    schema.registry.url            | http://a b          | http or https URL
                    max.retries                    | many                | many
                    max.retries                    | -1                  | at least 0
                    http.read.timeout.ms           | 0                   | at least 1
                    basic.auth.credentials.source  | GUESS               | URL, USER_INFO, SASL_INHERIT
                    basic.auth.credentials.source  | USER_INFO           | basic.auth.user.info
                    bearer.auth.credentials.source | OAUTHBEARER         | expected STATIC_TOKEN
                    bearer.auth.credentials.source | STATIC_TOKEN        | bearer.auth.token
                    schema.registry.ssl.truststore.location | /nowhere/at.all | /nowhere/at.all
                    schema.registry.ssl.truststore.type     | GUESS           | GUESS
                    schema.registry.ssl.endpoint.identification.algorithm | none | expected https
                    """)
    void aWrongValueIsRefusedByName(String name, String value, String expected) {
        Map<String, Object> settings = new HashMap<>(Map.of("schema.registry.url", "http://localhost"));
        settings.put(name, value);
        assertThatThrownBy(() -> RegistryConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        name.contains(".ssl.") ? "schema.registry.ssl." : expected.contains("auth") ? expected : name)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void passwordsThatAreWrongAreNotShown() {
        Map<String, String> settings = Map.of(
                "schema.registry.url", "http://localhost",
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "s3cret");
        assertThatThrownBy(() -> RegistryConfig.of(settings))
                .hasMessageContaining("basic.auth.user.info")
                .hasMessageContaining("expected user:password")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void theAddressIsRequired() {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> RegistryConfig.of(Map.of("schema.registry.url", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
    }
}
