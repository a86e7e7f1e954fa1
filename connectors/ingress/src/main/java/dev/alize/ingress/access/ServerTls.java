package dev.alize.ingress.access;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificate. Files are read when the server starts; a renewed certificate takes a restart.
 *
 * @param certificate PEM, the server's own first, then those that vouch for it
 * @param key PEM, without a password
 * @param clientCertificates PEM of those who vouch for callers, who then need a certificate besides their key; null for
 *     callers without certificates
 */
public record ServerTls(
        Path certificate, Path key, @Nullable Path clientCertificates) {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    /** Everything that is wrong with the files now; empty where a server can start. Names files, never their content. */
    public List<String> problems(Instant now) {
        List<String> problems = new ArrayList<>();
        certificates(certificate, "tls.certificate", now, problems);
        checkKey(problems);
        if (clientCertificates != null) {
            certificates(clientCertificates, "tls.client_certificates", now, problems);
        }
        return problems;
    }

    private static void certificates(Path file, String name, Instant now, List<String> problems) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                problems.add(name + ": " + file + " holds no certificate, expected PEM");
            } else if (found.iterator().next() instanceof X509Certificate first
                    && first.getNotAfter().toInstant().isBefore(now)) {
                problems.add(name + ": " + file + " was valid until "
                        + first.getNotAfter().toInstant() + ", expected a certificate that is valid now");
            }
        } catch (IOException e) {
            problems.add(name + ": " + unreadable(file, e));
        } catch (GeneralSecurityException e) {
            problems.add(name + ": " + file + " holds something that is no certificate, expected PEM");
        }
    }

    private void checkKey(List<String> problems) {
        try {
            String text = new String(Files.readAllBytes(key), StandardCharsets.ISO_8859_1);
            if (text.contains("ENCRYPTED")) {
                problems.add("tls.key: " + key + " is encrypted, expected a key without a password");
            } else if (!text.contains("PRIVATE KEY-----")) {
                problems.add("tls.key: " + key + " holds no private key, expected PEM");
            }
        } catch (IOException e) {
            problems.add("tls.key: " + unreadable(key, e));
        }
    }

    private static String unreadable(Path file, IOException e) {
        return file + " cannot be read (" + e.getClass().getSimpleName() + ")";
    }

    /** The options of a server that speaks HTTPS, with HTTP/2 by ALPN. @return {@code options} */
    public HttpServerOptions in(HttpServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(certificate.toString())
                        .addKeyPath(key.toString()));
        if (clientCertificates != null) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertPath(clientCertificates.toString()));
        }
        return options;
    }
}
