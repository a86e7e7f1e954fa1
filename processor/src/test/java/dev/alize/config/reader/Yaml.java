package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.alize.config.Configuration;
import dev.alize.config.yaml.Problem;
import java.nio.file.Path;
import java.util.List;

/** Texts of configurations for tests: the shortest valid one, and what the reader says of others. */
final class Yaml {
    static final Path HOME = Path.of("/home/ada");

    /** Ends on line 5, so that what a test appends starts on line 6. */
    static final String MINIMAL = """
            policies: {chain: [audit-logger]}
            providers:
              targets:
                - id: one
                  provider: mistral:chat:mistral-small-latest
            """;

    private Yaml() {}

    static Configuration read(String text) {
        return new ConfigurationReader(HOME).parse("f.yaml", text);
    }

    /** The only target of the minimal configuration, with more keys in it. */
    static Configuration target(String... lines) {
        return read(MINIMAL + indented(lines));
    }

    static List<String> problemsOfTarget(String... lines) {
        return problems(MINIMAL + indented(lines));
    }

    /** The problems of a text, each as it is shown to people. */
    static List<String> problems(String text) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> read(text));
        return refused == null
                ? List.of()
                : refused.problems().stream().map(Problem::toString).toList();
    }

    private static String indented(String... lines) {
        return "      " + String.join("\n      ", lines) + "\n";
    }
}
