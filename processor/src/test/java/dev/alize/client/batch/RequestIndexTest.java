package dev.alize.client.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class RequestIndexTest {
    @Test
    void holdsManyRequestsAndTellsARepeat() {
        RequestIndex index = new RequestIndex();
        for (int i = 1; i <= 100_000; i++) {
            assertThat(index.add(RequestId.of("run", "r" + i), i, i * 10L)).isZero();
        }

        assertThat(index.add(RequestId.of("run", "r77"), 200_000, 0)).isEqualTo(77);
        assertThat(index.size()).isEqualTo(100_000);
        assertThat(index.offset(RequestId.of("run", "r99999"))).isEqualTo(999_990);
        assertThat(index.isOpen(RequestId.of("other run", "r1"))).isFalse();
    }

    @Test
    void answersARequestOnce() {
        RequestIndex index = new RequestIndex();
        RequestId id = RequestId.of("run", "a");
        index.add(id, 1, 0);

        assertThat(index.answer(id)).isTrue();
        assertThat(index.answer(id)).isFalse();
        assertThat(index.isOpen(id)).isFalse();
        assertThat(index.open()).isZero();
        assertThat(index.add(id, 9, 0)).isEqualTo(1);
    }

    @Test
    void makesIdsOfThirtyTwoHexadecimalDigits() {
        RequestId id = RequestId.of("run", "a");

        assertThat(id.hex()).matches("[0-9a-f]{32}");
        assertThat(RequestId.parse(id.hex())).contains(id);
        assertThat(RequestId.parse("order-4711")).isEmpty();
        assertThat(RequestId.parse(id.hex().toUpperCase(Locale.ROOT).replace('0', 'G')))
                .isEmpty();
        assertThat(RequestId.of("run", "a")).isNotEqualTo(RequestId.of("run2", "a"));
    }
}
