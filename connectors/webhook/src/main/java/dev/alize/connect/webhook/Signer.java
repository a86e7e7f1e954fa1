package dev.alize.connect.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs bodies. Never shows its secrets.
 *
 * @param perTenant whether each tenant has a key of its own, made of the secret
 */
record Signer(List<String> secrets, boolean perTenant) {
    private static final String ALGORITHM = "HmacSHA256";

    Signer {
        secrets = List.copyOf(secrets);
    }

    /**
     * The value of the header alize-signature, such as {@code t=1767225600,v1=5f…,v1=0a…}: one for each secret, over the
     * time, a dot and the body.
     *
     * @param seconds since 1970
     */
    String sign(String tenant, long seconds, byte[] body) {
        return secrets.stream()
                .map(secret -> "v1=" + hex(key(secret, tenant), seconds + ".", body))
                .collect(Collectors.joining(",", "t=" + seconds + ",", ""));
    }

    private String key(String secret, String tenant) {
        return perTenant ? hex(secret, "tenant:" + tenant, new byte[0]) : secret;
    }

    private static String hex(String key, String start, byte[] rest) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(start.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(rest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "Signer[" + secrets.size() + " secrets]";
    }
}
