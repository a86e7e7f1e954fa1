package dev.alize.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Secret;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KeySeenTest {
    private static Secret secret(Supplier<String> text) {
        return new Secret() {
            @Override
            public String reveal() {
                return text.get();
            }

            @Override
            public String toString() {
                return "file /run/secrets/key";
            }
        };
    }

    @Test
    void showsEightCharactersAtMostAndNeverMoreThanAQuarter() {
        String key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz";
        for (int length = 0; length <= key.length(); length++) {
            String text = key.substring(0, length);
            KeySeen seen = Objects.requireNonNull(KeySeen.of(secret(() -> text)));
            assertThat(seen.length()).isEqualTo(length);
            assertThat(seen.first().length()).isLessThanOrEqualTo(Math.min(8, length / 4));
            assertThat(text).startsWith(seen.first());
        }
        assertThat(Objects.requireNonNull(KeySeen.of(secret(() -> key))).text())
                .isEqualTo("file /run/secrets/key, 62 characters, begins with ABCDEFGH...");
    }

    @Test
    void whatIsNotPrintableIsNotPrinted() {
        KeySeen seen = Objects.requireNonNull(KeySeen.of(secret(() -> "\u001B[31m a key of some length, really")));
        assertThat(seen.text()).doesNotContain("\u001B").contains("begins with ?[31m");
    }

    @Test
    void saysWhyAKeyCannotBeRead() {
        KeySeen seen = Objects.requireNonNull(KeySeen.of(secret(() -> {
            throw new IllegalStateException("file /run/secrets/key: the file does not exist; expected a secret");
        })));
        assertThat(seen.text()).isEqualTo("file /run/secrets/key: the file does not exist; expected a secret");
        assertThat(KeySeen.of(null)).isNull();
    }
}
