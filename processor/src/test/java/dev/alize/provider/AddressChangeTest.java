package dev.alize.provider;

import static dev.alize.provider.Calls.attempt;
import static dev.alize.provider.Calls.start;
import static dev.alize.provider.Calls.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.domain.Outcome;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A target moves to another address while it is called. */
class AddressChangeTest {
    private static final Duration AGE = Duration.ofMillis(200);

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void callsFollowAnAddressThoughConnectionsAreNeverIdleForLong(Protocol protocol) throws Exception {
        Vertx vertx = Vertx.vertx();
        Queue<String> called = new ConcurrentLinkedQueue<>();
        int port = listen(vertx, "127.0.0.1", 0, called);
        listen(vertx, "127.0.0.2", port, called);
        try (NameServer names = new NameServer("127.0.0.1");
                HttpProvider provider = provider(names, protocol)) {
            URI baseUrl = URI.create("http://api.target.example:" + port);
            succeed(provider, attempt(baseUrl));
            assertThat(called).containsOnly("127.0.0.1");

            names.moveTo("127.0.0.2");

            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                succeed(provider, attempt(baseUrl));
                return called.contains("127.0.0.2");
            });
        } finally {
            vertx.close().await();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void anOpenCallEndsOnItsConnectionHoweverOldThatIs(Protocol protocol) {
        try (Http2Server server = new Http2Server(100, null, request -> {});
                HttpProvider provider = Calls.provider(network(protocol))) {
            CompletableFuture<Outcome> first = start(provider, attempt(server.baseUrl()));
            await().until(() -> server.requests.size() == 1);
            // Once a later call runs over another connection, the first one is out of service.
            await().until(() -> {
                CompletableFuture<Outcome> later = start(provider, attempt(server.baseUrl()));
                await().until(() -> server.requests.size() > 1);
                List<HttpServerRequest> all = List.copyOf(server.requests);
                all.subList(1, all.size()).forEach(request -> {
                    if (!request.response().ended()) {
                        request.response().end("{}");
                    }
                });
                later.orTimeout(20, TimeUnit.SECONDS).join();
                return server.connections() > 2;
            });

            server.requests.peek().response().end("{}");

            assertThat(first.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.Success.class);
        }
    }

    @Test
    void addressesAreKeptForAShortTimeHoweverLongTheyMayBe() {
        assertThat(Wire.resolver().getCacheMaxTimeToLive()).isBetween(1, 60);
        assertThat(Wire.resolver().getHostsRefreshPeriod()).isPositive();
    }

    private static int listen(Vertx vertx, String address, int port, Queue<String> called) {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    called.add(address);
                    request.response().end("{}");
                })
                .listen(port, address)
                .await()
                .actualPort();
    }

    private static HttpProvider provider(NameServer names, Protocol protocol) {
        return new HttpProvider(
                ProviderOptions.defaults(),
                Map.of("primary", network(protocol)),
                InstantSource.system(),
                Wire.resolver().setServers(List.of(names.place())).setCacheMaxTimeToLive(1));
    }

    private static Network network(Protocol protocol) {
        return Network.DEFAULT.with(protocol).withMaxAge(AGE);
    }
}
