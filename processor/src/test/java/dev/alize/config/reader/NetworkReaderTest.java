package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Environment;
import dev.alize.config.HttpVersion;
import dev.alize.config.NetworkSettings;
import dev.alize.config.ProxySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkReaderTest {
    private static final String PROXY = "proxy: {url: 'http://proxy.example:3128'";

    @Test
    void hasDefaults() {
        assertThat(network("weight: 1")).isEqualTo(NetworkSettings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "1.1, HTTP_1_1", "'\"1.1\"', HTTP_1_1", "2, HTTP_2"})
    void knowsTheVersionsOfHttp(String word, HttpVersion version) {
        assertThat(network("http_version: " + word).httpVersion()).isEqualTo(version);
    }

    @Test
    void findsTheCaFileNextToTheConfiguration() {
        assertThat(network("ca_file: company.pem", "connect_timeout: 500ms"))
                .isEqualTo(new NetworkSettings(
                        HttpVersion.HTTP_1_1,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(5),
                        Path.of("company.pem"),
                        null));
    }

    @Test
    void readsAProxyWithoutAuthentication() {
        assertThat(network(PROXY + "}").proxy()).isEqualTo(new ProxySettings.Fixed("proxy.example", 3128, null));
    }

    @Test
    void takesTheProxyFromTheEnvironmentWhereItSaysSo() {
        assertThat(network("proxy: {from_environment: true}").proxy()).isEqualTo(new ProxySettings.FromEnvironment());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http_version: 3",
                "http_version: 1.0",
                "http_versoin: 2",
                "connect_timeout: 5",
                "connect_timeout: 10m",
                "keep_alive: 0s",
                "max_connection_age: 2d",
                "ca_file: [a, b]",
                "proxy: http://proxy.example:3128",
                "proxy: {}",
                "proxy: {from_environment: false}",
                "proxy: {url: 'http://proxy.example:3128', from_environment: true}",
                "proxy: {url: 'https://proxy.example:3128'}",
                "proxy: {url: 'http://proxy.example'}",
                "proxy: {url: 'http://proxy.example:3128/path'}",
                "proxy: {url: 'http://proxy.example:3128', username_ref: {env: A}}",
                "proxy: {url: 'http://proxy.example:3128', username_ref: {env: A}, password_ref: {env: A, file: B}}",
                "proxy: {from_environment: true, username_ref: {env: A}, password_ref: {env: B}}",
                "proxy: {url: 'http://proxy.example:3128', usrname_ref: {env: A}}"
            })
    void refusesAValueThatCannotBe(String line) {
        assertThat(Yaml.problemsOfTarget(line))
                .as(line)
                .singleElement()
                .asString()
                .startsWith("f.yaml:6 providers.targets[0].");
    }

    @Test
    void suggestsWhatWasMeant() {
        assertThat(Yaml.problemsOfTarget("conect_timeout: 5s"))
                .singleElement()
                .asString()
                .endsWith("unknown key; did you mean 'connect_timeout'?");
    }

    @Test
    void refusesHttp2WithoutTlsThroughAProxy() {
        assertThat(Yaml.problemsOfTarget("base_url: http://gpu/v1", "http_version: 2", PROXY + "}"))
                .containsExactly("f.yaml:7 providers.targets[0].http_version: 2 needs https where there is a proxy.");
        assertThat(Yaml.problemsOfTarget("http_version: 2", PROXY + "}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy: {url: 'http://ada:hunter2@proxy.example:3128'}",
                "proxy: {url: 'http://proxy/ hunter2'}",
                "proxy: {url: 'http://p:1', username_ref: hunter2, password_ref: {env: A}}",
                "proxy: {url: 'http://p:1', username_ref: {env: A}, password_ref: hunter2}"
            })
    void neverShowsWhatMayBeASecret(String line) {
        assertThat(Yaml.problemsOfTarget(line))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"));
    }

    @Test
    void theSecretsOfAProxyAreLookedAtBeforeTheStart() {
        String line = PROXY + ", username_ref: {env: A}, password_ref: {env: B}}";
        Environment environment = new Environment(Map.of("MISTRAL_API_KEY", "k", "A", "ada"), InstantSource.system());

        assertThat(Yaml.target(line).unreadableSecrets(environment))
                .singleElement()
                .asString()
                .startsWith("providers.targets 'one' proxy.password_ref: env B: ");
        assertThat(Yaml.target("proxy: {from_environment: true}")
                        .unreadableSecrets(new Environment(
                                Map.of("MISTRAL_API_KEY", "k", "HTTPS_PROXY", "socks5://x"), InstantSource.system())))
                .singleElement()
                .asString()
                .startsWith("providers.targets 'one' proxy: environment variable HTTPS_PROXY: ");
    }

    private static NetworkSettings network(String... lines) {
        return Yaml.target(lines).providers().targets().get(0).network();
    }
}
