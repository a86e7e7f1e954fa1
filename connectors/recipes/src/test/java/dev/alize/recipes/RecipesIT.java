package dev.alize.recipes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.alize.testing.Alize;
import dev.alize.testing.Stack;
import dev.alize.testing.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The recipes' files in one distributed worker, beside the gateway; the tests follow each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecipesIT {
    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static Stack stack;
    private static Postgres postgres;
    private static Worker worker;
    private static Recipe recipe;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Postgres.programs().isPresent(),
                "The recipes are not tested: no PostgreSQL under /usr/lib/postgresql; apt-get install postgresql");
        postgres = opened(Postgres.start());
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(
                secrets.resolve("postgres.properties"), "url=" + postgres.url() + "\nuser=postgres\npassword=secret\n");
        recipe = new Recipe(secrets);
        Alize.Simulator simulator = opened(Alize.simulator(directory));
        stack = opened(Stack.start(directory.resolve("stack")));
        opened(Alize.gateway(directory.resolve("gateway"), stack.kafkaBlock() + """
                        processing: {application_id: recipes-it, state_dir: "%s"}
                        providers:
                          targets:
                            - {id: primary, provider: mistral, model: mistral-small-latest, base_url: "%s"}
                        """.formatted(directory.resolve("state"), simulator.baseUrl()), Map.of("MISTRAL_API_KEY", "test")));
        worker = opened(Worker.start(
                directory.resolve("worker"),
                stack,
                Worker.plugins("avro-converter", "recipes"),
                providers(secrets),
                Map.of("ALIZE_CONNECT_REGISTRY_URL", stack.registryUrl())));
    }

    /** As in the image's connect.properties. */
    private static Map<String, String> providers(Path secrets) {
        String provider = "org.apache.kafka.common.config.provider.";
        return Map.of(
                "config.providers", "env,file",
                "config.providers.env.class", provider + "EnvVarConfigProvider",
                "config.providers.env.param.allowlist.pattern", "ALIZE_CONNECT_.*",
                "config.providers.file.class", provider + "FileConfigProvider",
                "config.providers.file.param.allowed.paths", secrets.toString());
    }

    private static <T extends AutoCloseable> T opened(T one) {
        OPEN.addFirst(one);
        return one;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : OPEN) {
            one.close();
        }
    }

    @Test
    @Order(1)
    void theWorkerHasTheConnectors() throws Exception {
        worker.rest().plugins();
    }
}
