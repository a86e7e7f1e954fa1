package dev.alize.ingress.access;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door: from the {@code Authorization} header to a tenant with a place, or to the error that says why not. Limits
 * are those of this instance alone. Any thread may call; nothing blocks.
 */
public final class Access {
    private final Optional<Supplier<Tenants>> tenants;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Usage> usages = new ConcurrentHashMap<>();

    private Access(Optional<Supplier<Tenants>> tenants, InstantSource clock, LongSupplier nanoTime) {
        this.tenants = tenants;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * By key.
     *
     * @param tenants those of the last good reading, such as {@link TenantsFile#tenants}
     * @param clock for the keys' expiry
     * @param nanoTime for the rates, as {@link System#nanoTime}
     */
    public static Access byKey(Supplier<Tenants> tenants, InstantSource clock, LongSupplier nanoTime) {
        return new Access(Optional.of(tenants), clock, nanoTime);
    }

    /**
     * For whoever is on this machine, without keys and limits: everybody is {@link Tenant#DEFAULT}, whatever the
     * header says.
     *
     * @param listen where the server listens
     * @throws IllegalArgumentException where others could reach it
     */
    public static Access withoutKeys(InetAddress listen) {
        if (!listen.isLoopbackAddress()) {
            throw new IllegalArgumentException("listen: got " + listen.getHostAddress()
                    + " without a tenants_file; expected a tenants_file, or an address that only this machine reaches,"
                    + " such as 127.0.0.1");
        }
        return open();
    }

    /** Without keys wherever the server listens: something in front of it, such as a container's network, keeps others out. */
    public static Access open() {
        return new Access(Optional.empty(), InstantSource.system(), System::nanoTime);
    }

    /** Whether callers need a key. */
    public boolean needsKeys() {
        return tenants.isPresent();
    }

    /**
     * Who it is, without a place: for calls that cost nothing, such as the list of models.
     *
     * @param authorization the header's value; null where it is not there
     * @return the tenant, or why it is none's
     */
    public Who identify(@Nullable String authorization) {
        if (tenants.isEmpty()) {
            return new Who.Known(Tenant.DEFAULT);
        }
        return switch (Bearer.of(authorization)) {
            case Bearer.None none -> new Who.Unknown(none.why());
            case Bearer.Key key ->
                tenants.get()
                        .get()
                        .of(key.text(), clock.instant())
                        .<Who>map(Who.Known::new)
                        .orElseGet(() -> new Who.Unknown(Refusals.invalidKey()));
        };
    }

    /** Who it is, with a place for one request that counts against the tenant's limits. */
    public Entry enter(@Nullable String authorization) {
        return switch (identify(authorization)) {
            case Who.Unknown unknown -> new Entry.Refused(unknown.why());
            case Who.Known known -> enter(known.tenant());
        };
    }

    private Entry enter(Tenant tenant) {
        TenantLimits limits = tenant.limits();
        long now = nanoTime.getAsLong();
        Usage usage = usages.computeIfAbsent(tenant.id(), id -> new Usage(now));
        Integer most = limits.concurrentRequests();
        if (!usage.openRequest(most)) {
            return new Entry.Refused(Refusals.tooManyAtOnce(most == null ? Integer.MAX_VALUE : most, "requests"));
        }
        Rate rate = limits.rate();
        long wait = rate == null ? 0 : usage.begin(rate, now);
        if (rate != null && wait > 0) {
            usage.closeRequest();
            return new Entry.Refused(Refusals.tooManyRequests(rate.perMinute(), wait));
        }
        return new Entry.Admitted(tenant, new Ticket(usage, limits));
    }

    /** Why a tenant may not ask for a model; empty where it may. @param model null where the request names none */
    public static Optional<ApiError> refuseModel(Tenant tenant, @Nullable String model) {
        if (tenant.mayUse(model)) {
            return Optional.empty();
        }
        return Optional.of(
                model == null
                        ? Refusals.invalid("model", "nothing", "one of the models of this key")
                        : Refusals.modelNotAllowed(model));
    }
}
