package dev.alize.connect.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignerTest {
    private static final byte[] BODY = "{\"status\":\"completed\"}".getBytes(StandardCharsets.UTF_8);

    /** printf '1767225600.{"status":"completed"}' | openssl dgst -sha256 -hmac 0123456789abcdef01234567. */
    @Test
    void signsTheTimeAndTheBody() {
        Signer signer = new Signer(List.of("0123456789abcdef01234567"), false);
        assertThat(signer.sign("acme", 1_767_225_600L, BODY))
                .isEqualTo("t=1767225600,v1=cece732c6a585cf73bd6d026c352c7e7967485a006d99131253d40f81b79cf83");
    }

    @Test
    void signsWithEachSecretOfARotation() {
        Signer both = new Signer(List.of("0123456789abcdef01234567", "abcdefabcdefabcdefabcdef"), false);
        assertThat(both.sign("acme", 1_767_225_600L, BODY))
                .startsWith("t=1767225600,v1=cece732c6a585cf73bd6d026c352c7e7967485a006d99131253d40f81b79cf83,v1=")
                .hasSize("t=1767225600".length() + 2 * (4 + 64));
    }

    /** key=$(printf tenant:acme | openssl dgst -sha256 -hmac 0123456789abcdef01234567 -r | cut -c1-64), then as above. */
    @Test
    void aTenantsKeyIsMadeOfTheSecret() {
        Signer signer = new Signer(List.of("0123456789abcdef01234567"), true);
        assertThat(signer.sign("acme", 1_767_225_600L, BODY))
                .isEqualTo("t=1767225600,v1=ba5aa766436900f143a325c8a29b649ee1e4e3123ca98b54d3af832169c70f2f");
        assertThat(signer.sign("other", 1_767_225_600L, BODY))
                .doesNotContain("ba5aa766436900f143a325c8a29b649ee1e4e3123ca98b54d3af832169c70f2f");
    }

    @Test
    void doesNotShowItsSecrets() {
        assertThat(new Signer(List.of("0123456789abcdef01234567"), false)).hasToString("Signer[1 secrets]");
    }
}
