package dev.alize.config.reader;

import dev.alize.config.ConsoleSettings;
import dev.alize.config.ConsoleToken;
import dev.alize.config.ConsoleToken.Role;
import dev.alize.config.SecretReference;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Block {@code console}. */
final class ConsoleReader {
    private static final Map<String, Role> ROLES =
            Arrays.stream(Role.values()).collect(Collectors.toMap(Role::code, role -> role));

    private ConsoleReader() {}

    static Supplier<ConsoleSettings> read(YamlMap block, SecretReader secrets) {
        List<ConsoleToken> tokens = new ArrayList<>();
        for (YamlValue entry : block.list("tokens")) {
            token(entry.map(), secrets).ifPresent(tokens::add);
        }
        return () -> new ConsoleSettings(tokens);
    }

    /** Empty only where a problem was reported. */
    private static Optional<ConsoleToken> token(YamlMap entry, SecretReader secrets) {
        Optional<String> name = entry.require(
                "name",
                Formats.text(
                        "1 to 32 letters, digits, dots, dashes and underscores",
                        text -> ConsoleToken.NAME.matcher(text).matches()));
        Optional<Role> role = entry.require("role", Formats.oneOf(ROLES));
        entry.requireKey("token_ref", "where its text is read: {env: NAME} or {file: PATH}");
        Optional<SecretReference> token = entry.value("token_ref").flatMap(secrets::read);
        return name.isPresent() && role.isPresent() && token.isPresent()
                ? Optional.of(new ConsoleToken(name.get(), role.get(), token.get()))
                : Optional.empty();
    }
}
