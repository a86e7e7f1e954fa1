package dev.alize.recipes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Files of this module's recipes, as a user puts them; only the directory of the secrets is another one. */
final class Recipe {
    private static final String SECRETS = "/run/secrets/";

    private final Path secrets;

    /** @param secrets where the worker finds what a user has in {@code /run/secrets} */
    Recipe(Path secrets) {
        this.secrets = secrets;
    }

    /**
     * The configuration of a connector.
     *
     * @param file such as {@code postgres/audit.json}
     */
    Map<String, String> config(String file) throws IOException {
        String text = text(file).replace(SECRETS, secrets + "/");
        return new ObjectMapper().readValue(text, new TypeReference<TreeMap<String, String>>() {});
    }

    /**
     * What stands in any file of a recipe.
     *
     * @param file such as {@code outbox/outbox.sql}
     */
    static String text(String file) throws IOException {
        return Files.readString(Repository.root().resolve("connectors/recipes").resolve(file));
    }
}
