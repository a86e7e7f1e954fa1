package dev.alize.gateway;

import dev.alize.audit.TrailKeys;
import dev.alize.calls.CommitHooks;
import dev.alize.calls.Intake;
import dev.alize.calls.OpenCalls;
import dev.alize.calls.QuickestAnswer;
import dev.alize.calls.Slots;
import dev.alize.client.Connection;
import dev.alize.config.Bounds;
import dev.alize.config.Changes;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Guarantee;
import dev.alize.console.Console;
import dev.alize.console.state.Watched;
import dev.alize.domain.Moderator;
import dev.alize.domain.Provider;
import dev.alize.gateway.GatewayStart.Wiring;
import dev.alize.metrics.ConsoleMeters;
import dev.alize.metrics.KafkaMeters;
import dev.alize.metrics.Monitor;
import dev.alize.metrics.health.Instance;
import dev.alize.schemas.Delta;
import dev.alize.topology.Engine;
import dev.alize.topology.GatewayTopology;
import dev.alize.topology.Settled;
import dev.alize.topology.WireCodec;
import dev.alize.topology.clients.GatewayClients;
import dev.alize.topology.clients.StreamThreads;
import dev.alize.tracing.Tracing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance. Started by {@link #start}, it processes until {@link #close}, which takes nothing in any more,
 * waits for the open calls and stops. Safe to use from any thread.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final Duration STREAMS_CLOSE = Duration.ofSeconds(30);
    /** Looks in a row without an open call: what Streams had buffered has been dispatched by then. */
    private static final int DRAINED_LOOKS = 10;
    /** Of the timer, and of the look-ups of schemas, which may wait for the registry. */
    private static final int TIMER_THREADS = 2;

    private static final Duration SEAL_PATIENCE = Duration.ofSeconds(2);

    private static final Duration FILE_LOOK = Duration.ofSeconds(1);

    private final Environment environment;
    private final Connection connection;
    private volatile Configuration configuration;
    private final InstanceDirectory directory;
    private final ScheduledExecutorService timer;
    private final Patience patience;
    private final ScheduledExecutorService lookUps;
    private final Restoring restoring = new Restoring();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Provider provider;
    private final WireCodec codec;
    private final Intake intake;
    private final Calling calling;
    private final Caching caching;
    private final Slots slots;
    private final OpenCalls<List<Delta>, Settled> calls;
    private final TrailKeys trail;
    private final EngineRules rules;
    private final Engine engine;
    private final KafkaStreams streams;
    private final Books books;
    private final Onlookers onlookers;
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Made, but not begun. */
    Gateway(Configuration configuration, Environment environment, InstanceDirectory directory, Wiring wiring) {
        this.configuration = configuration;
        this.environment = environment;
        this.connection = wiring.connection();
        this.directory = directory;
        this.timer = scheduler("alize-timer-");
        this.patience = new Patience(timer);
        this.lookUps = scheduler("alize-look-up-");
        this.codec = wiring.codec();
        this.provider = wiring.provider();
        Bounds bounds = configuration.processing().bounds();
        var properties = wiring.properties();
        this.calling = wiring.calling();
        this.trail = wiring.trail();
        this.caching = new Caching(configuration);
        this.slots = new Slots(
                bounds.maxOpenCalls(),
                bounds.maxOpenBytes(),
                calling.router()::admit,
                calling::alarm,
                System::nanoTime);
        this.intake = new Intake(slots, calling::isStuck, EngineRules.limits(configuration));
        this.calls = new OpenCalls<>(
                slots,
                Settled::size,
                timer,
                configuration.processing().recovery().orphanTimeout().toMillis());
        boolean exactlyOnce = configuration.processing().streams().guarantee() == Guarantee.EXACTLY_ONCE_V2;
        CommitHooks hooks = new CommitHooks(exactlyOnce);
        Moderator moderator = Providers.moderator(
                provider, timer, id -> this.configuration.moderator(id).flatMap(calling.router()::target));
        this.rules = new EngineRules(
                directory.instance(), moderator, EngineRules.caution(directory.wasUnclean() && exactlyOnce));
        this.engine = new Engine(
                new Engine.Parts(
                        codec,
                        provider,
                        calls,
                        slots,
                        intake,
                        hooks,
                        new QuickestAnswer(),
                        wiring.onlookers().observer(),
                        calling.router(),
                        calling.ownership(),
                        caching.cache(),
                        wiring.trail(),
                        new SecureRandom().nextLong() | 1),
                rules.of(configuration));
        var names = Names.of(configuration);
        var topology = GatewayTopology.build(engine, names, PolicyChains.of(configuration.policies(), moderator));
        StreamThreads threads = new StreamThreads(System::nanoTime);
        var clients = new GatewayClients(
                names.readInTurn(), names.interactive(), intake, hooks, codec.schemas(), lookUps, threads);
        this.streams = new KafkaStreams(topology, new StreamsConfig(MemberName.in(properties, topology)), clients);
        streams.setUncaughtExceptionHandler(new ThreadReplacement(System::currentTimeMillis));
        streams.setGlobalStateRestoreListener(restoring);
        calls.keepWhile(restoring);
        Tracing tracing = Tracing.configured(environment.variables()).orElse(null);
        this.books = new Books(
                configuration, environment, connection, properties, timer, calling.blindSpots()::worst, tracing);
        streams.setStateListener((now, before) -> follow(now));
        calling.begin(connection, slots::look, threads);
        caching.begin(connection, configuration, calling.events());
        this.onlookers = wiring.onlookers();
        tell(threads, properties);
    }

    private void tell(StreamThreads threads, Map<String, Object> properties) {
        Instance watched = new WatchedInstance(
                instance(),
                () -> configuration,
                slots,
                intake,
                threads,
                streams::state,
                properties,
                new WatchedInstance.Reports(
                        calling::targets,
                        calling::quotas,
                        intake::delayed,
                        caching.cache()::bytes,
                        calling::lostEvents,
                        books::isRunning,
                        books::lastEvent));
        Monitor monitor = onlookers.monitor();
        if (monitor != null) {
            monitor.watch(watched);
            KafkaMeters.serve(monitor, streams);
            books.tell(monitor);
        }
        Console console = onlookers.console();
        if (console != null) {
            console.watch(new Watched(watched, () -> configuration, calling::commands), connection);
        }
        if (monitor != null && console != null) {
            ConsoleMeters.serve(monitor, console::clients);
        }
    }

    private static ScheduledExecutorService scheduler(String name) {
        return Executors.newScheduledThreadPool(
                TIMER_THREADS, Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    /**
     * Starts an instance; returns once its threads run, perhaps before they own partitions ({@link #awaitRunning}).
     *
     * @throws GatewayStartException where something is missing or out of reach, with a message for the operator
     */
    public static Gateway start(Configuration configuration, Environment environment) {
        return start(configuration, environment, made -> Providers.http(made, environment), Onlookers.NONE);
    }

    /** The same, with what the instance does told to {@code monitor}, which is closed after the gateway. */
    public static Gateway start(Configuration configuration, Environment environment, Monitor monitor) {
        return start(configuration, environment, new Onlookers(monitor, null));
    }

    /** The same with a console too, which is closed with the gateway. */
    public static Gateway start(Configuration configuration, Environment environment, Onlookers onlookers) {
        return start(configuration, environment, made -> Providers.http(made, environment), onlookers);
    }

    /** The same with another provider. */
    static Gateway start(
            Configuration configuration,
            Environment environment,
            Function<Configuration, Provider> providers,
            Onlookers onlookers) {
        return GatewayStart.start(configuration, environment, providers, onlookers);
    }

    /** Once all is made. */
    void begin() {
        configuration
                .warnings()
                .forEach(warning -> log.atWarn().addKeyValue("warning", warning).log("Configuration"));
        streams.start();
        tellStart();
        keepTrail(configuration);
    }

    /** In the background: nothing waits for it. */
    private void keepTrail(Configuration wanted) {
        timer.execute(() -> TrailRetention.follow(connection, wanted));
    }

    private void tellStart() {
        calling.events().happened("started", null, directory.wasUnclean() ? "unclean" : "clean", Map.of());
        calling.events()
                .happened(
                        "configuration",
                        null,
                        "loaded",
                        Map.of(
                                "version",
                                configuration.version(),
                                "pack",
                                configuration.pack().name()));
    }

    /**
     * Follows what of the file can change while the instance runs, from now on until it is closed; says in the log what
     * became of each change.
     *
     * @param file where this instance's configuration was read
     */
    public void watch(Path file) {
        Reload reload = new Reload(file, configuration, environment, this::follow);
        timer.scheduleWithFixedDelay(reload::look, FILE_LOOK.toMillis(), FILE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void follow(Configuration next) {
        Bounds bounds = next.processing().bounds();
        Configuration before = configuration;
        configuration = next;
        slots.bound(bounds.maxOpenCalls(), bounds.maxOpenBytes());
        intake.bound(EngineRules.limits(next));
        engine.follow(rules.of(next));
        calling.follow(next);
        caching.follow(next);
        slots.look();
        keepTrail(next);
        calling.events()
                .happened(
                        "configuration",
                        null,
                        "changed",
                        Map.of(
                                "version", next.version(),
                                "before", before.version(),
                                "keys",
                                        String.join(
                                                " ",
                                                Changes.between(before, next).keys())));
    }

    private void follow(State state) {
        log.atInfo()
                .addKeyValue("state", state)
                .addKeyValue("instance", directory.instance())
                .log("Gateway");
        if (state == State.RUNNING) {
            if (running.getCount() > 0) {
                books.begin();
            }
            running.countDown();
        }
        if (state == State.ERROR || state == State.NOT_RUNNING) {
            ended.countDown();
            running.countDown();
        }
    }

    /**
     * Waits until the instance owns its partitions and has restored their stores.
     *
     * @return false where it did not within {@code timeout}, or ended
     */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && ended.getCount() > 0;
    }

    /** Waits until the instance has ended by itself, which only an error does, or is closed. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Whether the instance gave up after an error. */
    public boolean hasFailed() {
        return streams.state() == State.ERROR || streams.state() == State.PENDING_ERROR;
    }

    /** Name of this instance. */
    public String instance() {
        return directory.instance();
    }

    /** Calls that are open or not yet settled. */
    public int openCalls() {
        return calls.size();
    }

    /** Bytes of answers that the response cache keeps, about. */
    long cachedBytes() {
        return caching.cache().bytes();
    }

    /** Takes nothing in any more, waits for open calls up to {@code processing.drain_timeout}, and stops. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        boolean failed = hasFailed();
        intake.stop();
        calling.leave();
        boolean drained = !failed && drain();
        boolean sealed = !failed && seal();
        calling.events().happened("stopped", null, drained ? "drained" : "not_drained", Map.of());
        boolean closed = streams.close(STREAMS_CLOSE);
        books.close();
        calls.close();
        caching.close();
        calling.close();
        provider.close();
        timer.shutdownNow();
        lookUps.shutdownNow();
        codec.close();
        if (closed && !failed) {
            directory.stoppedInOrder();
        }
        directory.close();
        onlookers.close();
        ended.countDown();
        log.atInfo()
                .addKeyValue("drained", drained)
                .addKeyValue("sealed", sealed)
                .addKeyValue("closed", closed)
                .log("Gateway stopped");
    }

    /** Has the chains of the tasks sealed up to their ends; what a crash leaves unsealed, the next start seals. */
    private boolean seal() {
        trail.end();
        return patience.until(trail::isSealed, SEAL_PATIENCE, 1);
    }

    private boolean drain() {
        Duration timeout = configuration.processing().recovery().drainTimeout();
        return patience.until(() -> calls.size() == 0 && slots.taken() == 0, timeout, DRAINED_LOOKS);
    }

    /** The topology of a configuration, as text; needs neither broker nor registry. */
    public static String describe(Configuration configuration) {
        return Blueprint.topology(configuration).describe().toString();
    }
}
