package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.Priority;
import io.vertx.core.MultiMap;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private static Extensions.Reading read(String name, String value) {
        return Extensions.read(MultiMap.caseInsensitiveMultiMap().add(name, value), NOW);
    }

    private static Extensions good(String name, String value) {
        assertThat(read(name, value)).isInstanceOf(Extensions.Reading.Good.class);
        return ((Extensions.Reading.Good) read(name, value)).extensions();
    }

    @Test
    void hasDefaults() {
        Extensions extensions = good("accept", "*/*");
        assertThat(extensions).isEqualTo(new Extensions(null, Priority.NORMAL, null, null, null, null));
    }

    @Test
    void readsEach() {
        assertThat(good("X-Alize-Deadline", "30s").deadline()).isEqualTo(NOW.plusSeconds(30));
        assertThat(good("x-alize-deadline", "2026-12-01T14:00:00+01:00").deadline())
                .isEqualTo(NOW.plusSeconds(3_600));
        assertThat(good("x-alize-priority", "Bulk").priority()).isEqualTo(Priority.BULK);
        assertThat(good("x-alize-ordering-key", "chat 5").orderingKey()).isEqualTo("chat 5");
        assertThat(good("x-alize-subject", "s").subject()).isEqualTo("s");
        assertThat(good("x-alize-cache", "false").cache()).isFalse();
        assertThat(good("idempotency-key", "abc").idempotencyKey()).isEqualTo("abc");
        assertThat(good("idempotency-key", "\"abc\"").idempotencyKey()).isEqualTo("abc");
    }

    @ParameterizedTest
    @CsvSource({
        "x-alize-deadline, soon",
        "x-alize-deadline, +999999999-12-31T23:59:59Z",
        "x-alize-deadline, 0s",
        "x-alize-deadline, 2020-01-01T00:00:00Z",
        "x-alize-priority, urgent",
        "x-alize-cache, 1",
        "idempotency-key, ''",
        "idempotency-key, ' '",
    })
    void refuses(String name, String value) {

        assertThat(read(name, value)).isInstanceOf(Extensions.Reading.Bad.class);
    }

    @Test
    void refusesLongAndRepeatedKeys() {
        assertThat(read("idempotency-key", "k".repeat(257))).isInstanceOf(Extensions.Reading.Bad.class);
        MultiMap two =
                MultiMap.caseInsensitiveMultiMap().add("idempotency-key", "a").add("idempotency-key", "b");
        assertThat(Extensions.read(two, NOW)).isInstanceOf(Extensions.Reading.Bad.class);
    }
}
