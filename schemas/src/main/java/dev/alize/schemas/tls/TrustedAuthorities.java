package dev.alize.schemas.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities of the JDK and those of a PEM file, for connections that go out. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** @throws IllegalArgumentException where the file cannot be read or holds no certificate */
    public static X509TrustManager withThoseOf(Path file) {
        List<Certificate> authorities = new ArrayList<>(read(file));
        try {
            authorities.addAll(List.of(trustManager(null).getAcceptedIssuers()));
            return trustManager(keyStore(authorities));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("CA file " + file + ": cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> found =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (found.isEmpty()) {
                throw new IllegalArgumentException("CA file " + file + ": got no certificate, expected PEM");
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException("CA file " + file + ": cannot be read: " + e, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("CA file " + file + ": expected PEM certificates: " + e.getMessage(), e);
        }
    }

    private static KeyStore keyStore(List<Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        return store;
    }

    /** Null stands for the JDK's own store. */
    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager candidate : factory.getTrustManagers()) {
            if (candidate instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("the JDK has no X.509 trust manager");
    }
}
