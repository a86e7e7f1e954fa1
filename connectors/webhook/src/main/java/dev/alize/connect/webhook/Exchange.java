package dev.alize.connect.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One call and its answer. Of the loop; whatever ends it first counts. */
final class Exchange {
    private static final String VERSION = AlizeWebhookSink.version(Exchange.class);
    private static final int MAX_CAUSES = 10;

    private final HttpClientAgent client;
    private final Settings settings;
    private final Loop loop;
    private final Delivery delivery;
    private final Consumer<Attempted> done;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private int read;
    private boolean over;

    Exchange(HttpClientAgent client, Settings settings, Loop loop, Delivery delivery, Consumer<Attempted> done) {
        this.client = client;
        this.settings = settings;
        this.loop = loop;
        this.delivery = delivery;
        this.done = done;
    }

    /** @param address that was checked; its name is not looked up again */
    void start(InetAddress address) {
        if (over) {
            return;
        }
        Receiver to = delivery.receiver();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(to.tls())
                .setHost(to.host())
                .setPort(to.port())
                .setServer(SocketAddress.inetSocketAddress(to.port(), number(address)))
                .setURI(to.path())
                .setConnectTimeout(settings.timeouts().whole().toMillis());
        client.request(options)
                .onComplete(connected -> send(connected, address), e -> fail(describe(e), Duration.ZERO));
    }

    private static String number(InetAddress address) {
        String number = address.getHostAddress();
        int zone = number.indexOf('%');
        return zone < 0 ? number : number.substring(0, zone);
    }

    private void send(HttpClientRequest connected, InetAddress address) {
        connected.exceptionHandler(e -> {});
        if (over) {
            connected.reset();
            return;
        }
        request = connected;
        if (!number(address).equals(peer(connected))) {
            refuse("the connection went to another address than the checked one");
            connected.reset();
            return;
        }
        Event event = delivery.event();
        long now = Instant.now().getEpochSecond();
        connected
                .putHeader("content-type", "application/json")
                .putHeader("user-agent", "alize-webhook/" + VERSION)
                .putHeader("alize-event-id", event.id())
                .putHeader("alize-attempt", Integer.toString(delivery.attempts()))
                .putHeader("alize-signature", settings.signer().sign(event.tenant(), now, event.body()));
        connected.response().onComplete(this::head, e -> fail(describe(e), Duration.ZERO));
        connected.end(Buffer.buffer(event.body()));
    }

    private static @Nullable String peer(HttpClientRequest connected) {
        SocketAddress remote = connected.connection().remoteAddress();
        return remote == null ? null : remote.hostAddress();
    }

    private void head(HttpClientResponse answer) {
        answer.exceptionHandler(e -> judge(answer));
        if (over) {
            return;
        }
        response = answer;
        answer.endHandler(unused -> judge(answer));
        answer.handler(part -> {
            read += part.length();
            if (read > settings.limits().answerBytes()) {
                judge(answer);
                answer.request().reset();
            }
        });
    }

    private void judge(HttpClientResponse answer) {
        end(Answers.judge(answer.statusCode(), answer.getHeader("retry-after"), Instant.now()));
    }

    /** A head that came in time counts; its body does not matter. */
    void timeOut() {
        if (over) {
            return;
        }
        if (response == null) {
            fail("no answer within " + settings.timeouts().whole().toMillis() + " ms", Duration.ZERO);
        } else {
            judge(response);
        }
        if (request != null) {
            request.reset();
        }
    }

    void fail(String reason, Duration atLeast) {
        end(new Attempted.Failed(reason, atLeast));
    }

    void refuse(String reason) {
        end(new Attempted.Refused(reason));
    }

    private void end(Attempted how) {
        if (!over) {
            over = true;
            loop.execute(() -> done.accept(how));
        }
    }

    /** Only what is known to hold no data. */
    private static String describe(Throwable e) {
        Throwable cause = e;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof CertificateException) {
                return "TLS failed: " + cause.getMessage();
            }
        }
        return e instanceof TimeoutException || e.getClass().getSimpleName().contains("Timeout")
                ? "no connection in time"
                : "the connection failed: " + e.getClass().getSimpleName();
    }
}
