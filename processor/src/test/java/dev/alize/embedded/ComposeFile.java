package dev.alize.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The repository's {@code docker-compose.yml}, so that the tests run what users run. */
record ComposeFile(Map<?, ?> services) {

    static ComposeFile read() {
        try {
            String text = Files.readString(Path.of("../docker-compose.yml"));
            Map<?, ?> root = map(new Load(LoadSettings.builder().build()).loadFromString(text));
            return new ComposeFile(map(root.get("services")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String image(String service) {
        return String.valueOf(service(service).get("image"));
    }

    Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        map(service(service).get("environment")).forEach((name, value) -> environment.put(name + "", value + ""));
        return environment;
    }

    private Map<?, ?> service(String name) {
        return map(services.get(name));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }
}
