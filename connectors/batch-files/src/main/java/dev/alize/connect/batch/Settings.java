package dev.alize.connect.batch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Validators that both connectors use; each message says what was got and what is expected. */
public final class Settings {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private Settings() {}

    /** A value that is offered by {@code GET …/validate}. */
    public record Recommended(List<Object> values) implements ConfigDef.Recommender {
        /** The values are copied. */
        public Recommended {
            values = List.copyOf(values);
        }

        @Override
        public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
            return values;
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsedConfig) {
            return true;
        }
    }

    /** One of some words, in lower case. */
    public static ConfigDef.Validator oneOf(List<String> words) {
        return named("one of " + String.join(", ", words), (name, value) -> {
            if (!words.contains(value.toLowerCase(Locale.ROOT))) {
                throw new ConfigException(name, value, "expected one of " + String.join(", ", words));
            }
        });
    }

    /** The name of a topic. */
    public static ConfigDef.Validator topic() {
        return named("name of a topic", (name, value) -> {
            if (!TOPIC.matcher(value).matches()) {
                throw new ConfigException(
                        name, value, "expected 1 to 249 letters, digits, dots, underscores or dashes");
            }
        });
    }

    /** A text of 1 to 256 characters. */
    public static ConfigDef.Validator shortText() {
        return named("1 to 256 characters", (name, value) -> {
            if (value.isBlank() || value.length() > 256) {
                throw new ConfigException(name, value, "expected 1 to 256 characters");
            }
        });
    }

    /** A regular expression. */
    public static ConfigDef.Validator regex() {
        return named("regular expression", (name, value) -> {
            try {
                Pattern.compile(value);
            } catch (PatternSyntaxException e) {
                throw new ConfigException(name, value, "expected a regular expression: " + e.getDescription());
            }
        });
    }

    /** An absolute path of a directory that can be read and written where this runs; it may be empty where optional. */
    public static ConfigDef.Validator directory(boolean optional) {
        return named("absolute path of a directory that the worker may read and write", (name, value) -> {
            if (!(optional && value.isEmpty())) {
                String wrong = wrongWith(value, optional);
                if (wrong != null) {
                    throw new ConfigException(name, value, wrong);
                }
            }
        });
    }

    private static @Nullable String wrongWith(String value, boolean mayBeMissing) {
        Path path;
        try {
            path = Path.of(value);
        } catch (InvalidPathException e) {
            return "expected the path of a directory";
        }
        if (value.isEmpty() || !path.isAbsolute()) {
            return "expected an absolute path";
        }
        if (!Files.exists(path)) {
            return mayBeMissing ? null : "got no such directory on this worker, expected one that is there";
        }
        return wrongWith(path);
    }

    /** What is wrong with a path as a directory to work in; null where nothing is. */
    public static @Nullable String wrongWith(Path path) {
        if (!Files.isDirectory(path)) {
            return "got something else, expected a directory";
        }
        if (!Files.isReadable(path) || !Files.isWritable(path) || !Files.isExecutable(path)) {
            return "got a directory that the worker's user may not read and write, expected one that it may";
        }
        return null;
    }

    private interface Check {
        void of(String name, String value);
    }

    private static ConfigDef.Validator named(String description, Check check) {
        return new ConfigDef.Validator() {
            @Override
            public void ensureValid(String name, Object value) {
                check.of(name, String.valueOf(value));
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }
}
