package dev.alize.ingress.config;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Problem;
import dev.alize.config.yaml.YamlFile;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlReading;
import dev.alize.config.yaml.YamlValue;
import dev.alize.ingress.access.ServerTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From {@code ingress.yaml} to its records. Every default stands here. */
public final class ConfigurationReader {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long KIBI = 1L << 10;
    private static final long MEBI = 1L << 20;

    private static final Format<Duration> TIME = Formats.duration(SECOND, DAY);
    private static final Format<String> TOPIC = Formats.text(
            "a topic's name (letters, digits, '.', '_', '-')", text -> text.matches("[a-zA-Z0-9._-]{1,249}"));

    private final Path directory;
    private final Function<String, @Nullable String> environment;

    private ConfigurationReader(Path directory, Function<String, @Nullable String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /**
     * Reads a file.
     *
     * @param environment variables by name, for secrets of block {@code kafka}
     * @throws ConfigurationException with all that is wrong
     */
    public static IngressSettings read(Path file, Function<String, @Nullable String> environment) {
        YamlReading reading = new YamlReading(file.toString());
        Path parent = file.toAbsolutePath().getParent();
        ConfigurationReader reader = new ConfigurationReader(parent == null ? Path.of("") : parent, environment);
        Optional<IngressSettings> settings = YamlFile.read(file, reading).map(reader::read);
        List<Problem> problems = reading.finish();
        if (settings.isEmpty() || !problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return settings.get();
    }

    private IngressSettings read(YamlMap root) {
        return new IngressSettings(
                new KafkaReader(directory, environment).read(root.block("kafka")),
                topics(root.block("topics")),
                root.get("listen", new AddressFormat(), new Address("127.0.0.1", 8080)),
                health(root),
                root.findBlock("tls").flatMap(this::tls),
                limits(root.block("limits")),
                index(root.block("index")),
                root.find("tenants_file", Formats.text()).map(directory::resolve),
                root.get("open", Formats.flag(), false),
                root.list("models").stream()
                        .map(model -> model.as(Formats.text()))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<Address> health(YamlMap root) {
        boolean off = root.value("health_listen")
                .flatMap(YamlValue::peek)
                .filter("off"::equals)
                .isPresent();
        Address usual = new Address("127.0.0.1", 9466);
        return off ? Optional.empty() : Optional.of(root.get("health_listen", new AddressFormat(), usual));
    }

    private static TopicNames topics(YamlMap block) {
        String prefix = block.get("prefix", TOPIC, "llm.");
        return new TopicNames(
                block.get("requests", TOPIC, prefix + "requests"),
                block.get("cancels", TOPIC, prefix + "cancels"),
                block.get("responses", TOPIC, prefix + "responses"),
                block.get("chunks", TOPIC, prefix + "chunks"));
    }

    private Optional<ServerTls> tls(YamlMap block) {
        Optional<Path> certificate =
                block.require("certificate", Formats.text()).map(directory::resolve);
        Optional<Path> key = block.require("key", Formats.text()).map(directory::resolve);
        Optional<Path> clients =
                block.find("client_certificates", Formats.text()).map(directory::resolve);
        return certificate.flatMap(chain -> key.map(secret -> new ServerTls(chain, secret, clients.orElse(null))));
    }

    private static IndexSettings index(YamlMap block) {
        return new IndexSettings(
                block.get("open_requests", Formats.flag(), true),
                block.get("window", Formats.duration(SECOND, DAY.multipliedBy(365)), DAY),
                block.get("entries", Formats.whole(1, 1 << 28), 1_000_000));
    }

    private static Limits limits(YamlMap block) {
        Limits.Body body = new Limits.Body(
                block.get("body", Formats.size(KIBI, KIBI * MEBI), 10 * MEBI),
                block.get("headers", Formats.size(KIBI, MEBI), 16 * KIBI).intValue(),
                block.get("body_timeout", TIME, Duration.ofSeconds(60)));
        Limits.Waiting waiting = new Limits.Waiting(
                block.get("requests", Formats.whole(1, 1_000_000), 10_000),
                block.get("bytes", Formats.size(MEBI, MEBI * MEBI), 256 * MEBI),
                block.get("request_timeout", TIME, Duration.ofMinutes(10)),
                block.get("long_poll", TIME, Duration.ofSeconds(60)),
                block.get("stream_buffer", Formats.size(KIBI, KIBI * MEBI), MEBI));
        Limits.Connections connections = new Limits.Connections(
                block.get("connections", Formats.whole(1, 1_000_000), 20_000),
                block.get("keep_alive", TIME, Duration.ofSeconds(75)),
                block.get("heartbeat", TIME, Duration.ofSeconds(15)));
        return new Limits(
                body,
                waiting,
                connections,
                block.get("drain_timeout", Formats.duration(Duration.ZERO, DAY), Duration.ofSeconds(30)));
    }
}
