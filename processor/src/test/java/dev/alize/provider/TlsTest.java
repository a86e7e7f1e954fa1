package dev.alize.provider;

import static dev.alize.provider.Calls.attempt;
import static dev.alize.provider.Calls.fail;
import static dev.alize.provider.Calls.provider;
import static dev.alize.provider.Calls.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Protocol;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Calls to https targets whose certificates were made by keytool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    @TempDir
    private static Path dir;

    private Certificates own;
    private Certificates ofAnotherHost;
    private Certificates expired;

    @BeforeAll
    void makeCertificates() throws Exception {
        own = Certificates.make(dir.resolve("server.p12"), "san=ip:127.0.0.1");
        ofAnotherHost = Certificates.make(dir.resolve("other.p12"), "san=dns:other.example");
        expired = Certificates.make(dir.resolve("expired.p12"), "san=ip:127.0.0.1", "-startdate", "-5d");
    }

    @Test
    void aServerThatTheCaFileVouchesForIsCalled() throws Exception {
        try (ScriptedServer server = server(own);
                HttpProvider provider = provider(network(own.certificate()))) {
            assertThat(succeed(provider, attempt(server.baseUrl())).facts().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theCaFileIsTheTargetsOwn() throws Exception {
        try (ScriptedServer server = server(own);
                HttpProvider provider = provider(network(own.certificate()))) {
            Outcome.Failure failure = fail(provider, Calls.withTarget(attempt(server.baseUrl()), "another"));

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECT_FAILED);
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotCalled() throws Exception {
        try (ScriptedServer server = server(own);
                HttpProvider provider = provider(network(null))) {
            assertNotCalled(server, provider, "is signed by no trusted authority; its authority goes into ca_file");
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        try (ScriptedServer server = server(ofAnotherHost);
                HttpProvider provider = provider(network(ofAnotherHost.certificate()))) {
            assertNotCalled(server, provider, "is for another host");
        }
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        try (ScriptedServer server = server(expired);
                HttpProvider provider = provider(network(expired.certificate()))) {
            assertNotCalled(server, provider, "has expired");
        }
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsAFailureToConnect() throws Exception {
        Network hasty = network(own.certificate()).withConnectTimeout(Duration.ofMillis(300));
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"));
                HttpProvider provider = provider(hasty)) {
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
            assertThat(network(file).problem()).get().asString().contains("CA file " + file);
            assertThatThrownBy(() -> provider(network(file)).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CA file " + file);
        }
        assertThat(network(own.certificate()).problem()).isEmpty();
    }

    private static void assertNotCalled(ScriptedServer server, HttpProvider provider, String reason) {
        Outcome.Failure failure = fail(provider, attempt(server.baseUrl()));
        assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureKind.CONNECT_FAILED);
        assertThat(failure.message()).contains("127.0.0.1:", "TLS: the server's certificate " + reason);
        assertThat(server.received()).isEmpty();
    }

    private static Network network(@Nullable Path caFile) {
        return Network.DEFAULT.with(Protocol.HTTP_1_1).withCaFile(caFile);
    }

    private static ScriptedServer server(Certificates certificates) throws Exception {
        return new ScriptedServer(certificates.sockets(), "https", e -> e.answer(200, "{}"));
    }
}
