package dev.alize.provider;

import static dev.alize.provider.Calls.attempt;
import static dev.alize.provider.Calls.fail;
import static dev.alize.provider.Calls.provider;
import static dev.alize.provider.Calls.secret;
import static dev.alize.provider.Calls.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Blame;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Protocol;
import dev.alize.provider.network.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through an HTTP proxy. */
class ProxyTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource
    void anHttpsTargetIsCalledThroughATunnel(Protocol protocol) throws Exception {
        Certificates certificates = Certificates.make(dir.resolve("server.p12"), "san=ip:127.0.0.1");
        Network network = Network.DEFAULT.with(protocol).withCaFile(certificates.certificate());
        try (Http2Server server = new Http2Server(
                        100, certificates, request -> request.response().end("{}"));
                ScriptedProxy proxy = new ScriptedProxy("ada:hunter2", 407);
                HttpProvider provider = provider(network.withProxy(to(proxy, "hunter2")))) {
            succeed(provider, attempt(server.baseUrl()));

            assertThat(proxy.requestLines())
                    .isNotEmpty()
                    .allMatch(line ->
                            line.startsWith("CONNECT " + server.baseUrl().getAuthority() + " "));
        }
    }

    @Test
    void anHttpTargetIsCalledByItsAbsoluteUrl() throws Exception {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"));
                ScriptedProxy proxy = new ScriptedProxy("ada:hunter2", 407);
                HttpProvider provider = provider(Network.DEFAULT.withProxy(to(proxy, "hunter2")))) {
            succeed(provider, attempt(server.baseUrl()));

            assertThat(proxy.requestLines()).containsExactly("POST " + server.baseUrl() + "/chat/completions HTTP/1.1");
            assertThat(server.received().get(0).head()).containsIgnoringCase("authorization: Bearer " + Calls.KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyThatDoesNotKnowUsIsTheOperatorsAffair(String scheme) throws Exception {
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"));
                ScriptedProxy proxy = new ScriptedProxy("ada:hunter2", 407);
                HttpProvider provider = provider(Network.DEFAULT.withProxy(to(proxy, "hunter3")))) {
            Outcome.Failure failure = fail(
                    provider, attempt(URI.create(server.baseUrl().toString().replace("http:", scheme + ":"))));

            assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureKind.PROXY_REFUSED);
            assertThat(failure.kind().blame()).isEqualTo(Blame.OPERATOR);
            assertThat(failure.message()).contains("407", "proxy.password_ref").doesNotContain("hunter", "ada");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void aProxyThatAllowsNobodyThereIsTheOperatorsAffair() throws Exception {
        try (ScriptedProxy proxy = new ScriptedProxy("ada:hunter2", 403);
                HttpProvider provider = provider(Network.DEFAULT.withProxy(to(proxy, "hunter3")))) {
            Outcome.Failure failure = fail(provider, attempt(URI.create("https://no-such-host.invalid/v1")));

            assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureKind.PROXY_REFUSED);
            assertThat(failure.message()).contains("127.0.0.1:" + proxy.port(), "403");
        }
    }

    @Test
    void aPasswordThatChangesIsPickedUp() throws Exception {
        AtomicReference<String> password = new AtomicReference<>("old");
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{}"));
                ScriptedProxy proxy = new ScriptedProxy("ada:new", 407);
                HttpProvider provider = provider(Network.DEFAULT.withProxy(new Proxy(
                        "127.0.0.1", proxy.port(), new Proxy.Login(secret(() -> "ada"), secret(password::get)))))) {
            fail(provider, attempt(server.baseUrl()));
            password.set("new");

            succeed(provider, attempt(server.baseUrl()));
        }
    }

    @Test
    void aPasswordThatCannotBeReadIsNamed() throws Exception {
        Proxy proxy = new Proxy("127.0.0.1", 1, new Proxy.Login(secret(() -> "ada"), secret(() -> {
            throw new IllegalStateException("env PROXY_PASSWORD: is not set");
        })));
        try (HttpProvider provider = provider(Network.DEFAULT.withProxy(proxy))) {
            Outcome.Failure failure = fail(provider, attempt(URI.create("http://127.0.0.1:1")));

            assertThat(failure.kind()).isEqualTo(FailureKind.PROXY_REFUSED);
            assertThat(failure.message()).contains("env PROXY_PASSWORD");
        }
    }

    @Test
    void aProxyThatIsNotThereIsAFailureToConnect() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (HttpProvider provider = provider(Network.DEFAULT.withProxy(new Proxy("127.0.0.1", port, null)))) {
            assertThat(fail(provider, attempt(URI.create("https://no-such-host.invalid")))
                            .kind())
                    .isEqualTo(FailureKind.CONNECT_FAILED);
        }
    }

    private static Proxy to(ScriptedProxy proxy, String password) {
        return new Proxy("127.0.0.1", proxy.port(), new Proxy.Login(secret(() -> "ada"), secret(() -> password)));
    }
}
