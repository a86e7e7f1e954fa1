package dev.alize.provider;

import static dev.alize.provider.Calls.attempt;
import static dev.alize.provider.Calls.fail;
import static dev.alize.provider.Calls.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Calls to https targets whose certificates were made by keytool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final String PASSWORD = "test-password";

    @TempDir
    private static Path dir;

    private Path store;
    private Path certificate;
    private Path storeOfAnotherHost;
    private Path certificateOfAnotherHost;

    @BeforeAll
    void makeCertificates() throws Exception {
        store = dir.resolve("server.p12");
        certificate = makeCertificate(store, "san=ip:127.0.0.1");
        storeOfAnotherHost = dir.resolve("other.p12");
        certificateOfAnotherHost = makeCertificate(storeOfAnotherHost, "san=dns:other.example");
    }

    @Test
    void aServerThatTheCaFileVouchesForIsCalled() throws Exception {
        try (ScriptedServer server = server(store);
                HttpProvider provider = provider(certificate, false)) {
            assertThat(succeed(provider, attempt(server.baseUrl())).facts().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotCalled() throws Exception {
        try (ScriptedServer server = server(store);
                HttpProvider provider = provider(null, false)) {
            assertNotCalled(server, provider);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        try (ScriptedServer server = server(storeOfAnotherHost);
                HttpProvider provider = provider(certificateOfAnotherHost, false)) {
            assertNotCalled(server, provider);
        }
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsAFailureToConnect() throws Exception {
        ProviderOptions some = ProviderOptions.defaults();
        ProviderOptions hasty = new ProviderOptions(
                some.version(), 4, Duration.ofMillis(300), some.keepAlive(), 1 << 20, certificate, false);
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"));
                HttpProvider provider = new HttpProvider(hasty, InstantSource.system())) {
            URI https = URI.create(server.baseUrl().toString().replace("http:", "https:"));

            assertThat(fail(provider, attempt(https)).kind()).isEqualTo(FailureKind.CONNECT_FAILED);
        }
    }

    @Test
    void anUnusableCaFileIsNamed() throws IOException {
        Path missing = dir.resolve("missing.pem");
        Path empty = Files.writeString(dir.resolve("empty.pem"), "");
        Path wrong = Files.writeString(dir.resolve("wrong.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

        for (Path file : List.of(missing, empty, wrong)) {
            assertThatThrownBy(() -> provider(file, false).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CA file " + file);
        }
    }

    @Test
    void http2IsUsedWhereItIsOfferedAndTheServerSpeaksIt() throws Exception {
        Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();
        Vertx vertx = Vertx.vertx();
        int port = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(store.toString()).setPassword(PASSWORD)))
                .requestHandler((HttpServerRequest request) -> {
                    versions.add(request.version());
                    request.response().end("{}");
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        try (HttpProvider one = provider(certificate, false);
                HttpProvider two = provider(certificate, true)) {
            URI baseUrl = URI.create("https://127.0.0.1:" + port);
            succeed(one, attempt(baseUrl));
            succeed(two, attempt(baseUrl));
            succeed(two, attempt(baseUrl));
        } finally {
            vertx.close().await();
        }
        assertThat(versions).containsExactly(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2, HttpVersion.HTTP_2);
    }

    private static void assertNotCalled(ScriptedServer server, HttpProvider provider) {
        Outcome.Failure failure = fail(provider, attempt(server.baseUrl()));
        assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureKind.CONNECT_FAILED);
        assertThat(failure.message()).contains("127.0.0.1:", "SSL");
        assertThat(server.received()).isEmpty();
    }

    private static HttpProvider provider(@Nullable Path caFile, boolean http2) {
        ProviderOptions some = ProviderOptions.defaults();
        return new HttpProvider(
                new ProviderOptions(some.version(), 4, some.connectTimeout(), some.keepAlive(), 1 << 20, caFile, http2),
                InstantSource.system());
    }

    private static ScriptedServer server(Path store) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(open(store), PASSWORD.toCharArray());
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocketFactory sockets = context.getServerSocketFactory();
        return new ScriptedServer(sockets, "https", e -> e.answer(200, "{}"));
    }

    /** Makes a key store with a self-signed certificate and returns the certificate's PEM file. */
    private static Path makeCertificate(Path store, String extension) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        extension,
                        "-validity",
                        "2")
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        byte[] encoded = open(store).getCertificate("server").getEncoded();
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
        return Files.writeString(store.resolveSibling(store.getFileName() + ".pem"), pem, StandardCharsets.US_ASCII);
    }

    private static KeyStore open(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
