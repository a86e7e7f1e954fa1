package dev.alize.bench;

import dev.alize.bench.ProcessorConfig.Endpoints;
import dev.alize.client.Connection;
import dev.alize.client.TopicCreation;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.embedded.EmbeddedOptions;
import dev.alize.embedded.EmbeddedStack;
import dev.alize.trail.ExportFile;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a bench runs on: broker, registry, simulator and processors, all of them child processes, and the topics.
 * Confined to the bench's thread.
 */
final class Rig implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final String SIMULATOR = "simulator";
    private static final String SIMULATED_AT = "Simulated Mistral at ";

    private final Workplace workplace;
    /** What was started, last first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private final SequencedMap<String, Supplier<Duration>> others = new LinkedHashMap<>();
    private final List<Processor> processors = new ArrayList<>();
    /** By place of their provider. */
    private final List<Part> simulators = new ArrayList<>();

    private Endpoints endpoints = new Endpoints("", "", List.of());
    private @Nullable Brokers brokers;
    private boolean kept;

    private Rig(Workplace workplace) {
        this.workplace = workplace;
    }

    /** Starts everything, and returns once every processor owns its partitions. */
    static Rig start(RigOptions options) throws InterruptedException {
        Rig rig = new Rig(Workplace.create(JavaCommand.ofThisProcess()));
        try {
            rig.startOthers(options);
            rig.createTopics(options);
            rig.startProcessors(options);
            return rig;
        } catch (RuntimeException | InterruptedException e) {
            rig.kept = true;
            rig.close();
            throw e;
        }
    }

    private void startOthers(RigOptions options) throws InterruptedException {
        EmbeddedStack stack = closing(EmbeddedStack.start(EmbeddedOptions.defaults()
                .withDataDirectory(workplace.directory("stack"))
                .withBrokers(options.brokers())));
        brokers = new Brokers(stack);
        startSimulators(options.providers());
        List<String> urls = new ArrayList<>();
        for (Part simulator : simulators) {
            urls.add(url(simulator));
        }
        endpoints = new Endpoints(stack.bootstrapServers(), stack.registryUrl(), urls);
        others.put(options.brokers() == 1 ? "broker" : "brokers", brokers::cpu);
        others.put("registry", () -> cpu(stack.registry()));
        for (int i = 0; i < simulators.size(); i++) {
            int place = i;
            others.put(simulators.get(i).name(), () -> simulators.get(place).cpu());
        }
        others.put("driver", () -> cpu(ProcessHandle.current()));
    }

    private void startSimulators(Providers providers) {
        for (Provider provider : providers.each()) {
            simulators.add(startSimulator(simulators.size(), provider, List.of()));
        }
    }

    private Part startSimulator(int place, Provider provider, List<String> more) {
        String name = place == 0 ? SIMULATOR : SIMULATOR + "-" + (place + 1);
        List<String> command = new ArrayList<>(List.of("simulate-mistral"));
        command.addAll(provider.flags());
        command.addAll(more);
        return closing(workplace.start(name, "simulator.log", List.of(), command));
    }

    private static String url(Part simulator) throws InterruptedException {
        String line = simulator.awaitLine(SIMULATED_AT, START);
        return line.substring(line.indexOf(SIMULATED_AT) + SIMULATED_AT.length())
                .strip();
    }

    /** From now on nobody listens where a provider was. */
    void stopProvider(int place) throws InterruptedException {
        simulators.get(place).kill();
    }

    /** Starts it anew where it was, and returns once it listens. Its counts begin at nothing. */
    void startProvider(int place, Provider provider) throws InterruptedException {
        int port = URI.create(endpoints.providerUrls().get(place)).getPort();
        Part started = startSimulator(place, provider, List.of("--port", Integer.toString(port)));
        simulators.set(place, started);
        String unused = url(started);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void createTopics(RigOptions options) {
        Configuration configuration = configuration(options);
        var unused = TopicCreation.create(Connection.of(configuration, Environment.ofProcess()), configuration, false);
    }

    private Configuration configuration(RigOptions options) {
        Path nowhere = workplace.directory("topics");
        String yaml = new ProcessorConfig(endpoints, "topics", nowhere, options.withoutProcessing()).yaml();
        return new ConfigurationReader().parse("bench", yaml);
    }

    /** Writes the whole audit trail to a file, and the key that verifies it beside it, with {@code .pub.pem} added. */
    ExportFile.Written exportTrail(RigOptions options, Path file) throws InterruptedException {
        Configuration configuration = configuration(options);
        Instant now = Instant.now();
        Window whole = new Window(Instant.EPOCH, now.plusSeconds(1));
        try (KafkaTrail trail = KafkaTrail.open(Connection.of(configuration, Environment.ofProcess()), configuration)) {
            Files.writeString(file.resolveSibling(file.getFileName() + ".pub.pem"), Processor.TRAIL_KEYS.publicKey());
            return trail.withSchemas(schemas -> ExportFile.write(
                    trail, new ExportFile.Job(whole, Instant.EPOCH, now, schemas), file, progress -> {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes an audit trail that never happened.
     *
     * @return how many events there were
     */
    long writeTrail(RigOptions options, Window window, long events) {
        Configuration configuration = configuration(options);
        return MadeUpTrail.write(Connection.of(configuration, Environment.ofProcess()), configuration, window, events);
    }

    private void startProcessors(RigOptions options) throws InterruptedException {
        for (int i = 1; i <= options.processors(); i++) {
            var unused = addProcessor(options);
        }
        for (Processor processor : processors) {
            processor.awaitReady(START);
        }
    }

    /** Starts one more, and does not wait for it. */
    Processor addProcessor(RigOptions options) {
        String name = Cpu.PROCESSOR + "-" + (processors.size() + 1);
        Processor processor = closing(Processor.start(workplace, name, endpoints, options));
        processors.add(processor);
        return processor;
    }

    private <T extends AutoCloseable> T closing(T part) {
        started.push(part);
        return part;
    }

    void awaitReady(Processor processor) throws InterruptedException {
        processor.awaitReady(START);
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Brokers brokers() {
        return Objects.requireNonNull(brokers);
    }

    List<Processor> processors() {
        return List.copyOf(processors);
    }

    /** CPU used so far by each living part, and by the killed processes of processors and brokers; we are the driver. */
    Cpu cpu() {
        SequencedMap<String, Duration> used = new LinkedHashMap<>();
        processors.forEach(processor -> used.put(processor.name(), processor.cpu()));
        others.forEach((name, time) -> used.put(name, time.get()));
        return Cpu.of(used);
    }

    /** Stream threads that died, over all processors. */
    int threadDeaths() {
        return processors.stream().mapToInt(Processor::threadDeaths).sum();
    }

    /** Stops the processors in order: after this no response can come any more. */
    void stopProcessors() {
        processors.parallelStream().forEach(Processor::close);
    }

    /** State and logs of all parts stay where something went wrong. */
    void keepIf(boolean wrong, Consumer<String> progress) {
        kept |= wrong;
        if (wrong) {
            progress.accept("State and logs are kept in " + workplace.root());
        }
    }

    @Override
    public void close() {
        stopProcessors();
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                kept = true;
            }
        }
        if (!kept) {
            workplace.delete();
        }
    }
}
