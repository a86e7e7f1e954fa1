package dev.alize.alerts.send;

import dev.alize.alerts.Courier;
import dev.alize.alerts.Delivery;
import dev.alize.alerts.Letter;
import dev.alize.alerts.Texts;
import dev.alize.config.AlertChannel;
import dev.alize.config.AlertSettings;
import dev.alize.config.Environment;
import dev.alize.config.ReceiverSettings;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings letters on virtual threads, each within a time: one that hangs is interrupted, which ends what it waits for. The
 * outbox has one letter of a receiver under way, so there are no more threads than receivers. Safe to use from any thread.
 */
public final class Couriers implements Courier {
    private static final Logger log = LoggerFactory.getLogger(Couriers.class);

    /** The messenger's own patience is over first: it knows better what was too slow. */
    private static final long GRACE_MS = 500;

    private final Duration patience;
    private final ScheduledExecutorService timer;
    private final Map<String, Messenger> messengers = new HashMap<>();
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    /**
     * One for all receivers.
     *
     * @param environment secrets are read in it, each time they are used
     * @param timer ends attempts that take too long; stays open
     */
    public Couriers(AlertSettings settings, Environment environment, ScheduledExecutorService timer) {
        this.patience = settings.timeout();
        this.timer = timer;
        this.client = Posts.client(settings.timeout());
        Texts texts = new Texts(settings);
        Posts posts = new Posts(client, settings.timeout(), environment.clock());
        settings.receivers()
                .forEach(one -> messengers.put(one.name(), messenger(one, posts, texts, environment, settings)));
    }

    private static Messenger messenger(
            ReceiverSettings receiver, Posts posts, Texts texts, Environment environment, AlertSettings settings) {
        InstantSource clock = environment.clock();
        return switch (receiver.channel()) {
            case AlertChannel.Slack slack ->
                new SlackMessenger(posts, new Address(null, slack.urlRef().in(environment)), texts);
            case AlertChannel.Webhook webhook ->
                new WebhookMessenger(
                        posts,
                        new Address(
                                webhook.url(),
                                webhook.urlRef() == null
                                        ? null
                                        : webhook.urlRef().in(environment)),
                        webhook.secretRef().in(environment),
                        texts,
                        clock);
            case AlertChannel.PagerDuty pager ->
                new PagerDutyMessenger(
                        posts,
                        new Address(pager.url(), null),
                        pager.routingKeyRef().in(environment),
                        texts);
            case AlertChannel.Email email -> new MailMessenger(email, environment, texts, settings.timeout(), null);
        };
    }

    @Override
    public void carry(Letter letter, Consumer<Delivery> done) {
        Messenger messenger = Objects.requireNonNull(messengers.get(letter.receiver()));
        AtomicBoolean told = new AtomicBoolean();
        Consumer<Delivery> once = delivery -> {
            if (told.compareAndSet(false, true) && !closed) {
                done.accept(delivery);
            }
        };
        try {
            Future<?> attempt = threads.submit(() -> once.accept(bring(messenger, letter)));
            ScheduledFuture<?> unused = timer.schedule(
                    () -> {
                        attempt.cancel(true);
                        once.accept(tooLong());
                    },
                    patience.toMillis() + GRACE_MS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            once.accept(Delivery.Failed.passing("the instance is closing"));
        }
    }

    private Delivery bring(Messenger messenger, Letter letter) {
        try {
            return messenger.bring(letter);
        } catch (InterruptedException e) {
            return tooLong();
        } catch (RuntimeException e) {
            log.atDebug().setCause(e).log("Alerts: an attempt failed");
            return new Delivery.Failed( // this message cannot be made or sent; others can
                    Delivery.Kind.REFUSED,
                    "it could not be sent (" + e.getClass().getSimpleName() + ")",
                    null);
        }
    }

    private Delivery tooLong() {
        return Delivery.Failed.passing("it gave no answer within " + patience.toMillis() + " ms");
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        client.shutdownNow();
    }
}
