package dev.alize.ingress.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.alize.ingress.errors.ApiError;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final TenantLimits LIMITS = new TenantLimits(new Rate(60, 2), 3, 1, 1000L);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Tenants> tenants = new AtomicReference<>(new Tenants(List.of(
            tenant("acme", LIMITS, key("acme-key"), key("acme-next"), expiring("acme-old", NOW)),
            tenant("other", TenantLimits.NONE, key("other-key")))));
    private final Access access = Access.byKey(tenants::get, () -> NOW, nanos::get);

    @ParameterizedTest
    @CsvSource({"acme-key,acme", "acme-next,acme", "other-key,other"})
    void aKeyIsItsTenants(String key, String tenant) {
        assertThat(admitted("Bearer " + key).tenant().id()).isEqualTo(tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer acme-key ", "bearer acme-key", "BEARER \t acme-key"})
    void theSchemeIsReadAsHttpHasIt(String header) {
        assertThat(admitted(header).tenant().id()).isEqualTo("acme");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "acme-key", "Basic acme-key", "Bearer acme-key x", "Beareracme-key"})
    void withoutAKeyNobodyEnters(@Nullable String header) {
        assertThat(refused(header)).returns(401, ApiError::status).returns("missing_api_key", ApiError::code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme-kez", "acme-old", "ACME-KEY", "é", "acme-keyacme-key"})
    void aKeyThatIsNobodysOpensNothingAndIsNotRepeated(String key) {
        assertThat(refused("Bearer " + key))
                .returns(401, ApiError::status)
                .returns("invalid_api_key", ApiError::code)
                .satisfies(error -> assertThat(error.message()).doesNotContain(key));
    }

    @Test
    void aLongHeaderIsNobodysKey() {
        assertThat(refused("Bearer " + "k".repeat(10_000)).code()).isEqualTo("invalid_api_key");
    }

    @Test
    void theRateOfATenantIsKeptWithTheTimeToWait() {
        admitted("Bearer acme-key").ticket().close();
        admitted("Bearer acme-next").ticket().close();
        nanos.set(400_000_000);
        assertThat(refused("Bearer acme-key"))
                .returns(429, ApiError::status)
                .satisfies(error -> assertThat(error.headers())
                        .containsEntry("retry-after", "1")
                        .containsEntry("retry-after-ms", "600"));
        nanos.set(1_000_000_000);
        admitted("Bearer acme-key");
        admitted("Bearer other-key");
    }

    @Test
    void openRequestsAreCountedUntilTheirTicketIsClosedOnce() {
        Ticket first = admitted("Bearer acme-key").ticket();
        admitted("Bearer acme-key");
        nanos.addAndGet(10_000_000_000L);
        admitted("Bearer acme-key");
        assertThat(refused("Bearer acme-key"))
                .returns(429, ApiError::status)
                .returns("too_many_concurrent_requests", ApiError::code);
        first.close();
        first.close();
        admitted("Bearer acme-key");
        assertThat(refused("Bearer acme-key").code()).isEqualTo("too_many_concurrent_requests");
    }

    @Test
    void streamsHaveALimitOfTheirOwn() {
        Ticket first = admitted("Bearer acme-key").ticket();
        Ticket second = admitted("Bearer acme-key").ticket();
        assertThat(first.stream()).isEmpty();
        assertThat(first.stream()).isEmpty();
        assertThat(second.stream()).map(ApiError::code).contains("too_many_concurrent_streams");
        first.close();
        first.close();
        assertThat(second.stream()).isEmpty();
        second.close();
        assertThat(second.stream()).isEmpty();
        nanos.addAndGet(10_000_000_000L);
        assertThat(admitted("Bearer acme-key").ticket().stream()).isEmpty();
        assertThat(admitted("Bearer acme-key").ticket().stream()).isPresent();
    }

    @Test
    void whatIsOpenOutlivesANewTableAndItsLimitsHoldAtOnce() {
        Ticket open = admitted("Bearer acme-key").ticket();
        tenants.set(new Tenants(List.of(tenant("acme", new TenantLimits(null, 1, null, null), key("acme-new")))));
        assertThat(refused("Bearer acme-key").code()).isEqualTo("invalid_api_key");
        assertThat(refused("Bearer acme-new").code()).isEqualTo("too_many_concurrent_requests");
        open.close();
        admitted("Bearer acme-new");
    }

    @Test
    void identifyingTakesNoPlace() {
        for (int i = 0; i < 100; i++) {
            assertThat(access.identify("Bearer acme-key")).isInstanceOf(Who.Known.class);
        }
        admitted("Bearer acme-key");
        assertThat(access.identify("Bearer x")).isInstanceOf(Who.Unknown.class);
    }

    @Test
    void modelsOfOthersAreUnknown() {
        Tenant bound = new Tenant("t", List.of(), TenantLimits.NONE, Set.of("mistral-small-latest"), TenantTopics.NONE);
        assertThat(Access.refuseModel(bound, "mistral-small-latest")).isEmpty();
        assertThat(Access.refuseModel(bound, "mistral-large-latest"))
                .map(ApiError::status)
                .contains(404);
        assertThat(Access.refuseModel(bound, null)).map(ApiError::status).contains(400);
        assertThat(Access.refuseModel(Tenant.DEFAULT, null)).isEmpty();
    }

    @Test
    void withoutKeysEverybodyOnThisMachineIsTheDefault() throws UnknownHostException {
        Access open = Access.withoutKeys(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        assertThat(open.needsKeys()).isFalse();
        assertThat(open.enter("Bearer unused"))
                .isInstanceOfSatisfying(
                        Entry.Admitted.class,
                        entry -> assertThat(entry.tenant()).isEqualTo(Tenant.DEFAULT));
        assertThat(open.enter(null)).isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void withoutKeysNobodyElseIsServed() throws UnknownHostException {
        InetAddress any = InetAddress.getByAddress(new byte[4]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Access.withoutKeys(any))
                .withMessageContaining("tenants_file");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "localhost,true",
                "localhost:8080,true",
                "LOCALHOST,true",
                "127.0.0.1:8080,true",
                "[::1]:8080,true",
                "app.localhost,true",
                "evil.example,false",
                "localhost.evil.example,false",
                "127.0.0.1.evil.example,false",
                "[::2],false",
                "-,false"
            })
    void onlyNamesOfThisMachineAreLocal(@Nullable String host, boolean local) {
        assertThat(LocalHost.isOne(host)).isEqualTo(local);
    }

    @Test
    void keysAreNotPrinted() {
        assertThat(Bearer.of("Bearer acme-key").toString()).doesNotContain("acme");
    }

    private Entry.Admitted admitted(@Nullable String header) {
        Entry entry = access.enter(header);
        assertThat(entry).isInstanceOf(Entry.Admitted.class);
        return (Entry.Admitted) entry;
    }

    private ApiError refused(@Nullable String header) {
        Entry entry = access.enter(header);
        assertThat(entry).isInstanceOf(Entry.Refused.class);
        return ((Entry.Refused) entry).error();
    }

    private static Tenant tenant(String id, TenantLimits limits, ApiKey... keys) {
        return new Tenant(id, List.of(keys), limits, Set.of(), TenantTopics.NONE);
    }

    private static ApiKey key(String text) {
        return new ApiKey(KeyHash.ofKey(text), null, null);
    }

    private static ApiKey expiring(String text, Instant at) {
        return new ApiKey(KeyHash.ofKey(text), null, at);
    }
}
