package dev.alize.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.config.ConsoleSettings;
import dev.alize.config.ConsoleToken;
import dev.alize.config.ConsoleToken.Role;
import dev.alize.config.Environment;
import dev.alize.config.SecretReference;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static Tokens tokens(Map<String, String> variables) {
        return Tokens.of(
                new ConsoleSettings(List.of(
                        new ConsoleToken("ada", Role.MITIGATE, new SecretReference.Variable("ADA")),
                        new ConsoleToken("board", Role.READ, new SecretReference.Variable("BOARD")))),
                new Environment(variables, InstantSource.system()));
    }

    @Test
    void knowWhoHoldsOne() {
        Tokens tokens = tokens(Map.of("ADA", "0123456789abcdef", "BOARD", "fedcba9876543210"));

        assertThat(tokens.find("0123456789abcdef").orElseThrow().caller()).isEqualTo(new Caller(Role.MITIGATE, "ada"));
        assertThat(tokens.find("fedcba9876543210").orElseThrow().caller()).isEqualTo(new Caller(Role.READ, "board"));
        for (String wrong : List.of("", "0123456789abcde", "0123456789abcdef ", "0123456789abcdeg")) {
            assertThat(tokens.find(wrong)).isEmpty();
        }
    }

    @Test
    void sayWhichCannotBeReadOrIsTooShortAndNeverItsText() {
        assertThatThrownBy(() -> tokens(Map.of("ADA", "0123456789abcdef")))
                .hasMessageContaining("console.tokens 'board' token_ref")
                .hasMessageContaining("BOARD");
        assertThatThrownBy(() -> tokens(Map.of("ADA", "hunter2", "BOARD", "fedcba9876543210")))
                .hasMessageContaining("console.tokens 'ada' token_ref (env ADA): got 7 characters")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aNameIsWhatWasSaidWithWhatTheTokenProves() {
        Caller caller = new Caller(Role.MITIGATE, "on-call");

        assertThat(caller.name(null)).isEqualTo("on-call");
        assertThat(caller.name("ada")).isEqualTo("ada (on-call)");
        assertThat(caller.name("on-call")).isEqualTo("on-call");
        assertThat(Caller.ANYBODY.name(" ")).isEqualTo("console");
        assertThat(Caller.ANYBODY.name("ada")).isEqualTo("ada");
        assertThatThrownBy(() -> caller.name("a".repeat(61))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> caller.name("a\u0000b")).isInstanceOf(Refused.class);
    }
}
