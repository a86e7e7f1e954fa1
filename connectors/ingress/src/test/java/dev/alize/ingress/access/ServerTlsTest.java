package dev.alize.ingress.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
    private static final Instant NOW = Instant.now();
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path directory;

    private static Path certificate = Path.of("");
    private static Path key = Path.of("");

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-validity",
                        "2",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        certificate =
                pem("server.pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
        key = pem("server.key", "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
    }

    @Test
    void goodFilesHaveNoProblems() {
        assertThat(new ServerTls(certificate, key, certificate).problems(NOW)).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws IOException {
        Path text = Files.writeString(directory.resolve("text.pem"), "no PEM");
        Path locked =
                Files.writeString(directory.resolve("locked.key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n");
        assertThat(new ServerTls(text, locked, directory.resolve("none.pem")).problems(NOW))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("tls.certificate: ")
                                .contains("text.pem"),
                        problem -> assertThat(problem).contains("locked.key is encrypted"),
                        problem -> assertThat(problem).contains("none.pem cannot be read (NoSuchFileException)"));
        assertThat(new ServerTls(certificate, certificate, null).problems(NOW))
                .singleElement()
                .asString()
                .contains("holds no private key")
                .doesNotContain("BEGIN");
    }

    @Test
    void anExpiredCertificateIsAProblem() {
        List<String> problems = new ServerTls(certificate, key, null).problems(NOW.plus(Duration.ofDays(3)));
        assertThat(problems).singleElement().asString().contains("was valid until");
    }

    @Test
    void callersNeedACertificateOnlyWhereSomebodyVouchesForThem() {
        HttpServerOptions open = new ServerTls(certificate, key, null).in(new HttpServerOptions());
        assertThat(open.isSsl()).isTrue();
        assertThat(open.getClientAuth()).isEqualTo(ClientAuth.NONE);
        HttpServerOptions closed = new ServerTls(certificate, key, certificate).in(new HttpServerOptions());
        assertThat(closed.getClientAuth()).isEqualTo(ClientAuth.REQUIRED);
    }

    private static Path pem(String name, String what, byte[] der) throws IOException, GeneralSecurityException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                directory.resolve(name), "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}
