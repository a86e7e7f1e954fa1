package dev.alize.config.reader;

import dev.alize.config.SecretReference;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Misfit;
import dev.alize.config.yaml.Scalar;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.util.Optional;
import java.util.function.Predicate;

/** References to secrets. Messages never show what stands in place of one: it may be the secret itself. */
final class SecretReader {
    private static final Format<String> VARIABLE = new Hidden(
            "the name of an environment variable (letters, digits, underscores)",
            text -> SecretReference.Variable.NAME.matcher(text).matches());
    private static final Format<String> FILE = new Hidden("the path of a file", text -> !text.isBlank());

    private final Paths paths;

    SecretReader(Paths paths) {
        this.paths = paths;
    }

    /** The reference; empty only where a problem was reported. */
    Optional<SecretReference> read(YamlValue value) {
        if (!value.isMap()) {
            value.problem("got " + value.kind() + ", expected {env: NAME} or {file: PATH}; a secret never stands here");
            return Optional.empty();
        }
        YamlMap map = value.map();
        Optional<SecretReference> variable = map.find("env", VARIABLE).map(SecretReference.Variable::new);
        Optional<SecretReference> file =
                map.find("file", FILE).map(path -> new SecretReference.InFile(paths.ofFile(path)));
        if (map.has("env") == map.has("file")) {
            map.problem("expected exactly one of env and file");
        }
        return variable.or(() -> file);
    }

    private record Hidden(String expected, Predicate<String> rule) implements Format<String> {
        @Override
        public String parse(Scalar scalar) throws Misfit {
            if (scalar.kind() != Scalar.Kind.TEXT || !rule.test(scalar.text())) {
                throw new Misfit("expected " + expected);
            }
            return scalar.text();
        }
    }
}
