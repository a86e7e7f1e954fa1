package dev.alize.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path dir;

    private static FakeRegistry registry;
    private static FakeRegistry choosy;

    @BeforeAll
    static void start() throws Exception {
        pair("server", "CN=localhost", "SAN=dns:localhost");
        pair("client", "CN=client", "SAN=dns:client");
        trust("server", "trust.p12", "PKCS12");
        trust("server", "trust.jks", "JKS");
        trust("client", "clients.p12", "PKCS12");
        registry = new FakeRegistry(context());
        choosy = new FakeRegistry(context(), true);
    }

    @AfterAll
    static void stop() {
        registry.close();
        choosy.close();
    }

    @ParameterizedTest
    @CsvSource({"trust.p12, PKCS12, changeit", "trust.jks, JKS, changeit", "server.pem, PEM, "})
    void trustsTheConfiguredCertificate(String file, String type, @Nullable String password) {
        Map<String, Object> settings = settings(registry);
        settings.put(
                "schema.registry.ssl.truststore.location", dir.resolve(file).toString());
        settings.put("schema.registry.ssl.truststore.type", type);
        if (password != null) {
            settings.put("schema.registry.ssl.truststore.password", password);
        }
        try (RegistryClient client = new RegistryClient(RegistryConfig.of(settings))) {
            assertThat(client.subjects()).isEmpty();
        }
    }

    @Test
    void trustsNobodyElse() {
        try (RegistryClient client = new RegistryClient(RegistryConfig.of(settings(registry)))) {
            assertThat(catchThrowableOfType(RegistryException.class, client::subjects))
                    .hasMessageContaining("SSLHandshakeException");
        }
    }

    @Test
    void showsItsOwnCertificateWhereConfigured() {
        Map<String, Object> settings = settings(choosy);
        settings.put(
                "schema.registry.ssl.truststore.location",
                dir.resolve("trust.p12").toString());
        settings.put("schema.registry.ssl.truststore.password", PASSWORD);
        settings.put("schema.registry.ssl.truststore.type", "PKCS12");
        try (RegistryClient client = new RegistryClient(RegistryConfig.of(settings))) {
            assertThat(catchThrowableOfType(RegistryException.class, client::subjects))
                    .isNotNull();
        }
        settings.put(
                "schema.registry.ssl.keystore.location",
                dir.resolve("client.p12").toString());
        settings.put("schema.registry.ssl.keystore.password", PASSWORD);
        settings.put("schema.registry.ssl.key.password", PASSWORD);
        settings.put("schema.registry.ssl.keystore.type", "PKCS12");
        try (RegistryClient client = new RegistryClient(RegistryConfig.of(settings))) {
            assertThat(client.subjects()).isEmpty();
        }
    }

    private static Map<String, Object> settings(FakeRegistry registry) {
        return new HashMap<>(Map.of("schema.registry.url", registry.url(), "max.retries", 0));
    }

    private static SSLContext context() throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store("server.p12"), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("clients.p12"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(String file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve(file))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** A key pair in name.p12 and its certificate in name.pem. */
    private static void pair(String name, String owner, String extension) throws Exception {
        keytool("-genkeypair -keyalg EC -storetype PKCS12 -validity 2 -alias " + name + " -dname " + owner + " -ext "
                + extension + " -keystore " + name + ".p12");
        keytool("-exportcert -rfc -alias " + name + " -keystore " + name + ".p12 -file " + name + ".pem");
    }

    private static void trust(String name, String file, String type) throws Exception {
        keytool("-importcert -noprompt -alias " + name + " -file " + name + ".pem -storetype " + type + " -keystore "
                + file);
    }

    private static void keytool(String arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
