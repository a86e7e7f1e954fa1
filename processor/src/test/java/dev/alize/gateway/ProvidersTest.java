package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Protocol;
import dev.alize.provider.network.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private static final Environment ENVIRONMENT = new Environment(
            Map.of("USER_", "ada", "PASSWORD_", "hunter2", "HTTPS_PROXY", "http://proxy.example:8080"),
            InstantSource.system());

    @Test
    void takesOverHowATargetIsReached() {
        Network network = network("""
                http_version: 2
                      connect_timeout: 2s
                      keep_alive: 20s
                      max_connection_age: 1m
                      proxy: {url: 'http://proxy.example:3128', username_ref: {env: USER_}, password_ref: {env: PASSWORD_}}
                """);

        assertThat(network.protocol()).isEqualTo(Protocol.HTTP_2);
        assertThat(network.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(network.keepAlive()).isEqualTo(Duration.ofSeconds(20));
        assertThat(network.maxAge()).isEqualTo(Duration.ofMinutes(1));
        assertThat(network.proxy()).isNotNull().satisfies(proxy -> {
            assertThat(proxy.host()).isEqualTo("proxy.example");
            assertThat(proxy.port()).isEqualTo(3128);
            assertThat(proxy.login())
                    .isNotNull()
                    .satisfies(login -> assertThat(login.password().reveal()).isEqualTo("hunter2"));
        });
        assertThat(network.toString()).doesNotContain("hunter2");
    }

    @Test
    void takesTheProxyFromTheEnvironmentOnlyIfToldSo() {
        assertThat(network("proxy: {from_environment: true}").proxy())
                .isEqualTo(new Proxy("proxy.example", 8080, null));
        assertThat(network("weight: 1").proxy()).isNull();
    }

    @Test
    void saysWhichCaFileCannotBeUsed() {
        assertThat(Providers.problems(read("ca_file: /no/such.pem"), ENVIRONMENT))
                .singleElement()
                .asString()
                .startsWith("providers.targets 'a' ca_file: CA file /no/such.pem: cannot be read");
    }

    private static Network network(String lines) {
        return Objects.requireNonNull(
                Providers.networks(read(lines), ENVIRONMENT).get("a"));
    }

    private static Configuration read(String lines) {
        String text = """
                providers:
                  targets:
                    - id: a
                      provider: mistral:chat:m
                """;
        return new ConfigurationReader().parse("f.yaml", text + "      " + lines);
    }
}
