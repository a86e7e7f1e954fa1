package dev.alize.connect.webhook;

import dev.alize.schemas.tls.TrustedAuthorities;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Attempts over HTTP/1.1. Before each one the host is looked up, every address it has is checked, and the connection goes to
 * one of those by its number: what a name server says later counts for nothing. Redirects are not followed, proxies not used.
 */
final class HttpTransport implements Transport {
    private static final int LOOKUP_THREADS = 16;

    private final Settings settings;
    private final Loop loop;
    private final Lookup lookup;
    private final HttpClientAgent client;
    private final ExecutorService lookups;

    HttpTransport(Settings settings, VertxLoop loop, Lookup lookup) {
        this.settings = settings;
        this.loop = loop;
        this.lookup = lookup;
        this.client = loop.vertx()
                .httpClientBuilder()
                .with(options(settings))
                .with(new PoolOptions().setHttp1MaxSize(settings.limits().openPerHost() + 1))
                .withConnectHandler(connection -> connection.exceptionHandler(e -> {}))
                .build();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                LOOKUP_THREADS, LOOKUP_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "alize-webhook-lookup");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        this.lookups = threads;
    }

    private static HttpClientOptions options(Settings settings) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) settings.timeouts().connect().toMillis())
                .setSslHandshakeTimeout(settings.timeouts().connect().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true)
                .setTcpNoDelay(true)
                .setKeepAliveTimeout(15);
        if (settings.ca() != null) {
            options.setTrustOptions(TrustOptions.wrap(TrustedAuthorities.withThoseOf(settings.ca())));
        }
        return options;
    }

    @Override
    public void attempt(Delivery delivery, Consumer<Attempted> done) {
        Exchange exchange = new Exchange(client, settings, loop, delivery, done);
        loop.after(settings.timeouts().whole(), exchange::timeOut);
        String host = delivery.receiver().host();
        lookups.execute(() -> {
            try {
                InetAddress[] addresses = lookup.addresses(host);
                loop.execute(() -> checked(exchange, delivery, addresses));
            } catch (UnknownHostException e) {
                loop.execute(() -> exchange.fail("no address is known for " + host, Duration.ZERO));
            }
        });
    }

    private void checked(Exchange exchange, Delivery delivery, InetAddress[] addresses) {
        for (InetAddress address : addresses) {
            String kind = settings.privateAddresses() ? "" : PublicAddresses.kind(address);
            if (!kind.isEmpty()) {
                exchange.refuse(
                        "an address of " + delivery.receiver().host() + " is " + kind + ", expected public ones");
                return;
            }
        }
        exchange.start(addresses[(delivery.attempts() - 1) % addresses.length]);
    }
}
