package dev.alize.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.settings.InvalidSettingException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {
    private static final URI HTTPS = URI.create("https://api.mistral.ai/v1");
    private static final URI HTTP = URI.create("http://gpu:8000/v1");

    @Test
    void goByTheSchemeOfTheTarget() {
        Environment both = environment(Map.of("HTTPS_PROXY", "http://one:1", "http_proxy", "two:2"));

        assertThat(ProxyVariables.of(both, HTTPS)).contains(new ProxySettings.Fixed("one", 1, null));
        assertThat(ProxyVariables.of(both, HTTP)).contains(new ProxySettings.Fixed("two", 2, null));
        assertThat(ProxyVariables.of(environment(Map.of()), HTTPS)).isEmpty();
        assertThat(ProxyVariables.of(environment(Map.of("HTTPS_PROXY", " ")), HTTPS))
                .isEmpty();
    }

    @Test
    void mayHoldUserNameAndPasswordWhichAreNotShown() {
        Environment environment = environment(Map.of("https_proxy", "http://ada:hunter+2%40@[::1]/"));

        ProxySettings.Fixed proxy = ProxyVariables.of(environment, HTTPS).orElseThrow();

        assertThat(proxy.host()).isEqualTo("::1");
        assertThat(proxy.port()).isEqualTo(80);
        assertThat(proxy.login()).isNotNull().satisfies(login -> {
            assertThat(login.username().in(environment).reveal()).isEqualTo("ada");
            assertThat(login.password().in(environment).reveal()).isEqualTo("hunter+2@");
        });
        assertThat(proxy.toString()).doesNotContain("hunter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                      | true",
                "api.mistral.ai         | true",
                "API.Mistral.ai:443     | true",
                "other, mistral.ai      | true",
                ".mistral.ai            | true",
                "*.mistral.ai           | true",
                "api.mistral.ai:8443    | false",
                "istral.ai              | false",
                "eu.api.mistral.ai      | false",
                ",                      | false"
            })
    void nameHostsThatAreCalledDirectly(String list, boolean direct) {
        Environment environment = environment(Map.of("HTTPS_PROXY", "http://one:1", "NO_PROXY", list));

        assertThat(ProxyVariables.of(environment, HTTPS).isEmpty()).isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://ada:hunter2@one:1", "http://ada:hunter2@", "socks5://hunter2:1", "http://hunter2:x"})
    void areRefusedWithoutBeingShown(String text) {
        assertThatThrownBy(() -> ProxyVariables.of(environment(Map.of("HTTPS_PROXY", text)), HTTPS))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("hunter2");
    }

    private static Environment environment(Map<String, String> variables) {
        return new Environment(variables, InstantSource.system());
    }
}
