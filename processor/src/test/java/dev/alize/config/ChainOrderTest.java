package dev.alize.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.policies.audit.AuditLoggerSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChainOrderTest {
    @Test
    void keepsTheOrderOfEveryChain() {
        assertThat(ChainOrder.of(List.of("b", "d"), List.of(override("a", "b", "c"), override("c", "d"))))
                .containsExactly("a", "b", "c", "d");
        assertThat(ChainOrder.of(List.of(), List.of(override("x")))).containsExactly("x");
    }

    @Test
    void refusesChainsInDifferentOrders() {
        assertThatThrownBy(() -> ChainOrder.of(List.of("a", "b", "c"), List.of(override("c", "b"))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("policies.overrides: the chains put [b, c] into different orders; "
                        + "expected one order of all chains");
    }

    private static PolicyOverride override(String... chain) {
        Map<String, PolicySettings> settings =
                Stream.of(chain).collect(Collectors.toMap(Function.identity(), name -> AuditLoggerSettings.DEFAULT));
        return new PolicyOverride(List.of("tenant"), List.of(), Set.of(), List.of(chain), settings);
    }
}
