package dev.alize.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningIngressTest {
    @Test
    void closesTheRestWhereOnePartFails() {
        List<String> closed = new ArrayList<>();
        assertThatThrownBy(() -> RunningIngress.all(
                        () -> {
                            throw new IllegalStateException("first");
                        },
                        () -> closed.add("two"),
                        () -> {
                            throw new IllegalStateException("third");
                        },
                        () -> closed.add("four")))
                .hasMessage("first")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(closed).containsExactly("two", "four");
    }
}
