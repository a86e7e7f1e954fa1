package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.mistral.ai/v1,   api.mistral.ai, 443,  true,  /v1",
        "HTTPS://api.mistral.ai/v1/,  api.mistral.ai, 443,  true,  /v1",
        "http://localhost:8080,       localhost,      8080, false, ''",
        "http://localhost/,           localhost,      80,   false, ''",
        "http://[::1]:8080/a%20b,     ::1,            8080, false, /a%20b",
    })
    void readsHostPortTlsAndPath(URI baseUrl, String host, int port, boolean tls, String path) {
        assertThat(Endpoint.of(baseUrl)).isEqualTo(new Endpoint(host, port, tls, path));
    }
}
