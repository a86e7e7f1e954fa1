package dev.alize.connect.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.DoubleSupplier;

/**
 * Sees that every delivery is attempted until it is over, with so many open at once and so many per host. Hosts take turns;
 * one that failed gets one call at a time until it answers well, so that it keeps few of the places. Runs on the loop.
 */
final class Courier {
    /** So many that failed are remembered beside those that are waited for. */
    private static final int MAX_FAILED_HOSTS = 1_000;

    private final Settings settings;
    private final Transport transport;
    private final Loop loop;
    private final DoubleSupplier random;
    private final Outcomes outcomes;
    private final Map<String, Host> hosts = new HashMap<>();
    private final Queue<Host> ready = new ArrayDeque<>();
    private int open;

    /** Is told how deliveries end, on the loop. */
    interface Outcomes {
        void delivered(Delivery delivery);

        void refused(Delivery delivery, RefusedException why);
    }

    private static final class Host {
        private final String address;
        private final Queue<Delivery> waiting = new ArrayDeque<>();
        private int open;
        private int limit;
        private boolean ready;

        Host(String address, int limit) {
            this.address = address;
            this.limit = limit;
        }
    }

    Courier(Settings settings, Transport transport, Loop loop, DoubleSupplier random, Outcomes outcomes) {
        this.settings = settings;
        this.transport = transport;
        this.loop = loop;
        this.random = random;
        this.outcomes = outcomes;
    }

    /** Takes one on. */
    void accept(Delivery delivery) {
        delivery.accepted(loop.nanoTime());
        queue(delivery);
        pump();
    }

    private void queue(Delivery delivery) {
        Host host = hosts.computeIfAbsent(
                delivery.receiver().address(),
                address -> new Host(address, settings.limits().openPerHost()));
        host.waiting.add(delivery);
        offer(host);
    }

    private void offer(Host host) {
        if (!host.ready && host.open < host.limit && !host.waiting.isEmpty()) {
            host.ready = true;
            ready.add(host);
        }
    }

    private void pump() {
        while (open < settings.limits().open() && !ready.isEmpty()) {
            Host host = ready.remove();
            host.ready = false;
            Delivery delivery = host.waiting.remove();
            if (delivery.isDropped()) {
                offer(host);
            } else if (isLate(delivery, Duration.ZERO)) {
                // Behind a receiver that does not answer; it keeps them from piling up for ever.
                giveUp(delivery, "it waited behind others for " + host.address);
                offer(host);
            } else {
                start(host, delivery);
            }
            forget(host);
        }
    }

    private void start(Host host, Delivery delivery) {
        open++;
        host.open++;
        delivery.attempted();
        offer(host);
        transport.attempt(delivery, attempted -> end(host, delivery, attempted));
    }

    private void end(Host host, Delivery delivery, Attempted attempted) {
        open--;
        host.open--;
        host.limit =
                attempted instanceof Attempted.Failed ? 1 : settings.limits().openPerHost();
        if (!delivery.isDropped()) {
            follow(delivery, attempted);
        }
        offer(host);
        forget(host);
        pump();
    }

    /** Whatever goes wrong here, the delivery is over and those behind it have their turn. */
    private void follow(Delivery delivery, Attempted attempted) {
        try {
            switch (attempted) {
                case Attempted.Delivered done -> outcomes.delivered(delivery);
                case Attempted.Refused refused -> giveUp(delivery, refused.reason());
                case Attempted.Failed failed -> again(delivery, failed);
            }
        } catch (RuntimeException e) {
            giveUp(delivery, "the connector failed: " + e.getClass().getSimpleName());
        }
    }

    private void again(Delivery delivery, Attempted.Failed failed) {
        Duration wait = Backoff.wait(settings.retry(), delivery.attempts(), failed.atLeast(), random.getAsDouble());
        if (isLate(delivery, wait)) {
            giveUp(delivery, failed.reason());
            return;
        }
        loop.after(wait, () -> {
            if (!delivery.isDropped()) {
                queue(delivery);
                pump();
            }
        });
    }

    /** Whether its budget is spent by then. */
    private boolean isLate(Delivery delivery, Duration wait) {
        Duration spent = Duration.ofNanos(loop.nanoTime() - delivery.since()).plus(wait);
        Duration budget = settings.retry().budget();
        Duration once = settings.timeouts().whole();
        boolean fresh = delivery.attempts() == 0 && budget.compareTo(once) < 0;
        return spent.compareTo(fresh ? once : budget) > 0;
    }

    private void giveUp(Delivery delivery, String reason) {
        outcomes.refused(
                delivery,
                new RefusedException("Event " + delivery.event().id() + " to "
                        + delivery.receiver().address() + ", attempt " + delivery.attempts() + ": " + reason));
    }

    private void forget(Host host) {
        boolean idle = host.open == 0 && host.waiting.isEmpty();
        if (idle && (host.limit > 1 || hosts.size() > MAX_FAILED_HOSTS)) {
            hosts.remove(host.address, host);
        }
    }
}
