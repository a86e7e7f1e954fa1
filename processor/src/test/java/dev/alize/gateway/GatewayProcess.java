package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.domain.Attempt;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A gateway in a JVM of its own, to be killed. A request named {@value #POISON} kills it before it is sent. */
final class GatewayProcess {
    static final String POISON = "poison";
    private static final String READY = "ready";

    private GatewayProcess() {}

    static Process start(Path configuration) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayProcess.class.getName(),
                configuration.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MISTRAL_API_KEY", "key");
        return builder.start();
    }

    /** Waits until it answers requests. */
    static void awaitReady(Process process) throws IOException {
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo(READY);
    }

    /** Ends with the process, or with the test that started it. */
    public static void main(String[] args) throws Exception {
        Configuration configuration = new ConfigurationReader().read(Path.of(args[0]));
        Environment environment = new Environment(Map.of("MISTRAL_API_KEY", "key"), java.time.InstantSource.system());
        Gateway gateway = Gateway.start(
                configuration, environment, c -> new Deadly(Providers.http(c, environment)), Onlookers.NONE);
        Thread stop = new Thread(gateway::close);
        Runtime.getRuntime().addShutdownHook(stop);
        while (!gateway.awaitRunning(java.time.Duration.ofSeconds(1))) {
            if (gateway.hasFailed()) {
                Runtime.getRuntime().halt(3);
            }
        }
        System.out.println(READY);
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(4);
    }

    private record Deadly(Provider provider) implements Provider {
        @Override
        public Call start(Attempt attempt, Consumer<Outcome> done) {
            if (attempt.identity().requestId().equals(POISON)) {
                Runtime.getRuntime().halt(5);
            }
            return provider.start(attempt, done);
        }

        @Override
        public void close() {
            provider.close();
        }
    }
}
