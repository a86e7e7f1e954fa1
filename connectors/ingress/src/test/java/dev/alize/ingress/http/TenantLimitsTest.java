package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.ingress.access.Access;
import dev.alize.ingress.access.ApiKey;
import dev.alize.ingress.access.KeyHash;
import dev.alize.ingress.access.Tenant;
import dev.alize.ingress.access.TenantLimits;
import dev.alize.ingress.access.TenantTopics;
import dev.alize.ingress.access.Tenants;
import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.ingress.exchange.Identity;
import dev.alize.ingress.exchange.Waits;
import dev.alize.ingress.metrics.Measures;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Parameters;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tenant's limits over real sockets. */
@Timeout(20)
class TenantLimitsTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Access access() {
        ApiKey key = new ApiKey(KeyHash.ofKey("acme-key"), null, null);
        Tenant acme =
                new Tenant("acme", List.of(key), new TenantLimits(null, 1, null, null), Set.of(), TenantTopics.NONE);
        Tenants tenants = new Tenants(List.of(acme));
        return Access.byKey(() -> tenants, InstantSource.system(), System::nanoTime);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(
                request.header("authorization", "Bearer acme-key").build(), BodyHandlers.ofString());
    }

    @Test
    void looksAndCancelsTakeAPlaceToo() {
        Waits waits = new Waits(10);
        FakeExchange exchange = new FakeExchange(waits);
        CompletionRequest open = CompletionRequest.newBuilder()
                .setRequestId("r1")
                .setTenant("acme")
                .setEndpoint(Endpoint.CHAT)
                .setMessages(List.of())
                .setParameters(new Parameters())
                .build();
        exchange.opened(open);
        try (Measures measures = new Measures();
                HttpFront front = FrontFixture.front(exchange, waits, access(), () -> "req_1", measures)) {
            URI request = URI.create(front.url() + "/v1/async/requests/r1");
            CompletableFuture<HttpResponse<String>> look =
                    send(HttpRequest.newBuilder(URI.create(request + "?wait=5s")));
            await().until(() -> waits.find(new Identity("acme", "r1")) != null);
            assertThat(send(HttpRequest.newBuilder(request)).join().statusCode())
                    .isEqualTo(429);
            assertThat(send(HttpRequest.newBuilder(request).DELETE()).join().statusCode())
                    .isEqualTo(429);
            exchange.answer(FakeExchange.completed(open, "hello"));
            assertThat(look.join().statusCode()).isEqualTo(200);
            await().until(() -> send(HttpRequest.newBuilder(request)).join().statusCode() == 200);
        }
    }
}
