package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * The key store of a server, made by keytool, and the PEM file of the authority that vouches for it.
 *
 * @param store in PKCS12
 * @param certificate of the authority: what a client must trust
 */
record Certificates(Path store, Path certificate) {
    static final String PASSWORD = "test-password";

    /**
     * @param extension such as {@code san=ip:127.0.0.1}
     * @param more options for the server's certificate
     */
    static Certificates make(Path store, String extension, String... more) throws Exception {
        keytool(store, "authority", "-ext", "bc:c");
        List<String> server = new ArrayList<>(List.of("-ext", extension, "-signer", "authority"));
        server.addAll(List.of(more));
        keytool(store, "server", server.toArray(String[]::new));
        byte[] encoded = open(store).getCertificate("authority").getEncoded();
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
        Path file = store.resolveSibling(store.getFileName() + ".pem");
        return new Certificates(store, Files.writeString(file, pem, StandardCharsets.US_ASCII));
    }

    /** Adds a key pair that is valid for two days. */
    private static void keytool(Path store, String alias, String... more) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-alias", alias));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keyalg", "EC", "-dname", "CN=" + alias, "-validity", "2"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    SSLServerSocketFactory sockets() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(open(store), PASSWORD.toCharArray());
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private static KeyStore open(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
