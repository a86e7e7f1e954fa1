package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiverTest {
    private static final Settings SETTINGS = Settings.of(SettingsTest.good());

    @Test
    void aUrlIsTakenApart() {
        assertThat(Receiver.of("https://Hooks.Example.com/a%20b?key=1#x", SETTINGS))
                .isEqualTo(new Receiver(true, "hooks.example.com", 443, "/a%20b?key=1"));
        assertThat(Receiver.of("https://x.acme.org", SETTINGS).path()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://hooks.example.com/secret | is http, expected https",
                "ftp://hooks.example.com/secret | neither https nor http",
                "/secret | neither https nor http",
                "not a url secret | is none",
                "https:///secret | no plain host",
                "https://user:secret@hooks.example.com/ | no plain host",
                "https://hooks.example.com:8443/secret | port 8443 of hooks.example.com is not one of",
                "https://hooks.example.com.evil.org/secret | host hooks.example.com.evil.org is not one of",
                "https://hooks.example.com./secret | host hooks.example.com. is not one of",
                "https://169.254.169.254/secret | host 169.254.169.254 is not one of",
                "https://2130706433/secret | host",
                "https://[::1]/secret | has an IPv6 address",
                "https://hooks.example.com\\@evil.org/secret | is none",
                "https://evil.org#@hooks.example.com/secret | host evil.org is not one of"
            })
    void whatMayNotBeCalledIsRefusedWithoutItsPath(String url, String why) {
        assertThatThrownBy(() -> Receiver.of(url, SETTINGS))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aLongUrlIsRefused() {
        assertThatThrownBy(() -> Receiver.of("https://hooks.example.com/" + "a".repeat(3_000), SETTINGS))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("expected at most 2048");
    }
}
