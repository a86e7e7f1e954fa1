package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.HashSet;
import java.util.List;

/**
 * Block {@code console}: who may use it.
 *
 * @param tokens none twice; none at all, the default, lets everybody in who reaches its address, which must then be a
 *     loopback address
 */
public record ConsoleSettings(List<ConsoleToken> tokens) {
    public static final ConsoleSettings DEFAULT = new ConsoleSettings(List.of());

    public ConsoleSettings {
        tokens = List.copyOf(tokens);
        List<String> names = tokens.stream().map(ConsoleToken::name).toList();
        if (new HashSet<>(names).size() < names.size()) {
            throw new InvalidSettingException("console.tokens", "a name is given twice");
        }
    }
}
