package dev.alize.gateway;

import dev.alize.alerts.AlertCounts;
import dev.alize.alerts.AlertTopology;
import dev.alize.alerts.send.Couriers;
import dev.alize.budget.BudgetLedger;
import dev.alize.client.Connection;
import dev.alize.client.Serdes;
import dev.alize.client.TopicLayout;
import dev.alize.config.AlertSettings;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.incidents.IncidentTopology;
import dev.alize.metrics.AlertMeters;
import dev.alize.metrics.BooksMeters;
import dev.alize.metrics.KafkaMeters;
import dev.alize.metrics.Monitor;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.provider.StatusPage;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Incident;
import dev.alize.tracing.Tracing;
import dev.alize.usage.AuditDecoder;
import dev.alize.usage.UsageObserver;
import dev.alize.usage.UsageTopology;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second application of an instance: over the audit trail, what was used, what it cost, and what is wrong; over
 * claims, what partitions may use of budgets. It has a group, a thread
 * and stores of its own, and its failure never stops the gateway: a thread that died is replaced, and after too many
 * deaths the application is started anew ten minutes later. What was missed meanwhile it catches up on. Safe to use from
 * any thread.
 */
final class Books implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Books.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final Duration HEAD_START = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final Environment environment;
    private final Connection connection;
    private final Map<String, Object> properties;
    private final ScheduledExecutorService timer;
    private final @Nullable Tracing tracing;
    private final LongAdder skipped = new LongAdder();
    private final AlertCounts alerts;
    private volatile long lastEvent;
    private volatile boolean running;
    private final Surroundings outside;
    private final Map<String, StatusPage> pages = new HashMap<>();
    private boolean closed;
    private @Nullable KafkaStreams streams;
    private @Nullable Monitor monitor;
    private Runnable unserve = () -> {};
    private @Nullable Serde<Object> serde;

    /**
     * @param environment secrets of receivers are read in it
     * @param gateway properties of the gateway's own application
     * @param blindSpot what the monitoring is known to miss
     * @param tracing makes spans of the events, and is closed with the books; null where none are wanted
     */
    Books(
            Configuration configuration,
            Environment environment,
            Connection connection,
            Map<String, Object> gateway,
            ScheduledExecutorService timer,
            Supplier<Optional<String>> blindSpot,
            @Nullable Tracing tracing) {
        this.configuration = configuration;
        this.environment = environment;
        this.alerts = new AlertCounts(configuration.alerts().receivers());
        this.connection = connection;
        this.properties = properties(configuration, gateway);
        this.timer = timer;
        this.tracing = tracing;
        this.outside = new Surroundings(configuration, blindSpot);
    }

    /** As the gateway's, but patient: nobody waits for the books. */
    private static Map<String, Object> properties(Configuration configuration, Map<String, Object> gateway) {
        String application = TopicLayout.books(configuration);
        Map<String, Object> own = new HashMap<>(gateway);
        own.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        own.put(StreamsConfig.CLIENT_ID_CONFIG, gateway.get(StreamsConfig.CLIENT_ID_CONFIG) + "-books");
        own.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        own.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
        own.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        own.put(StreamsConfig.POLL_MS_CONFIG, 100);
        own.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        own.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 1_000);
        own.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        own.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1_000);
        own.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 200);
        if (!limitsBudgets(configuration)) { // then nobody waits, and many events are cheaper read at once
            own.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 1024 * 1024);
        }
        return own;
    }

    /**
     * Starts in the background: at once where budgets wait for the ledger, else once what a crash cut off is called again,
     * which the start of a second application would hold up.
     */
    void begin() {
        later(delay(configuration));
    }

    static Duration delay(Configuration configuration) {
        return limitsBudgets(configuration) ? Duration.ZERO : HEAD_START;
    }

    private static boolean limitsBudgets(Configuration configuration) {
        return configuration.policies().inChain(BudgetSettings.class).isPresent();
    }

    private void later(Duration pause) {
        try {
            timer.schedule(this::start, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.atDebug().log("The instance is closing");
        }
    }

    private synchronized void start() {
        if (closed) {
            return;
        }
        stop(Duration.ZERO);
        watchPages();
        try {
            Serde<Object> made = Serdes.values(connection, configuration);
            serde = made;
            Topology topology = topology(made);
            KafkaStreams started = new KafkaStreams(topology, new StreamsConfig(MemberName.in(properties, topology)));
            streams = started;
            started.setUncaughtExceptionHandler(new ThreadReplacement(System::currentTimeMillis));
            started.setStateListener((now, before) -> follow(now));
            Monitor told = monitor;
            if (told != null) {
                unserve = KafkaMeters.serve(told, started);
            }
            started.start();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private Topology topology(Serde<Object> values) {
        String audit = configuration.topics().name(Topic.AUDIT);
        StreamsBuilder builder = new StreamsBuilder();
        KStream<byte[], byte[]> events = UsageTopology.events(builder, audit);
        AuditDecoder decoder = new LastDecoded((headers, value) ->
                told(Serdes.decode(values.deserializer(), AuditEvent.class, audit, headers, value)));
        UsageTopology.addTo(
                events, configuration.topics().name(Topic.USAGE), decoder, writing(values), new UsageObserver() {
                    @Override
                    public void read(long at) {
                        lastEvent = at;
                    }

                    @Override
                    public void skipped() {
                        skipped.increment();
                    }
                });
        if (configuration.incidents().enabled()) {
            IncidentTopology.addTo(
                    events,
                    configuration.topics().name(Topic.INCIDENTS),
                    decoder,
                    writing(values),
                    configuration.incidents(),
                    outside);
        }
        Topology made = builder.build();
        BudgetLedger.addTo(
                made,
                values,
                configuration.topics().name(Topic.BUDGET_CLAIMS),
                configuration.topics().name(Topic.BUDGETS));
        addAlerts(made, values);
        return made;
    }

    private void addAlerts(Topology made, Serde<Object> values) {
        AlertSettings settings = configuration.alerts();
        String incidents = configuration.topics().name(Topic.INCIDENTS);
        if (settings.isOn() && configuration.incidents().enabled()) {
            AlertTopology.addTo(
                    made,
                    incidents,
                    (headers, value) -> Serdes.decode(values.deserializer(), Incident.class, incidents, headers, value),
                    settings,
                    () -> new Couriers(settings, environment, timer),
                    alerts);
        }
    }

    private Optional<AuditEvent> told(Optional<AuditEvent> event) {
        if (tracing != null) {
            event.ifPresent(tracing::tell);
        }
        return event;
    }

    private void watchPages() {
        if (configuration.incidents().enabled()) {
            outside.pages()
                    .forEach((provider, address) -> pages.computeIfAbsent(provider, name -> {
                        StatusPage asked = new StatusPage(address, timer);
                        outside.show(name, asked::latest);
                        return asked;
                    }));
        }
    }

    /** Lets a monitor show how they are; before they begin. */
    synchronized void tell(Monitor monitor) {
        this.monitor = monitor;
        BooksMeters.serve(monitor, () -> running, () -> lastEvent, skipped::sum);
        AlertMeters.serve(monitor, meters(), alerts.skipped()::get);
    }

    private Map<String, AlertMeters.Receiver> meters() {
        Map<String, AlertMeters.Receiver> meters = new HashMap<>();
        alerts.receivers()
                .forEach((name, counts) -> meters.put(
                        name,
                        new AlertMeters.Receiver(
                                counts.taken()::get,
                                counts.failed()::get,
                                counts.givenUp()::get,
                                counts.waiting()::get)));
        return meters;
    }

    boolean isRunning() {
        return running;
    }

    /** Time of the last audit event that was read, in milliseconds since 1970; 0 before the first. */
    long lastEvent() {
        return lastEvent;
    }

    @SuppressWarnings("unchecked") // what takes any record takes these
    private static <T> Serializer<T> writing(Serde<Object> values) {
        return (Serializer<T>) (Serializer<?>) values.serializer();
    }

    private void follow(State state) {
        log.atInfo().addKeyValue("state", state).log("Books");
        running = state == State.RUNNING;
        if (state == State.ERROR) {
            failed(null);
        }
    }

    private void failed(@Nullable RuntimeException cause) {
        log.atError()
                .addKeyValue("again_in", PAUSE)
                .setCause(cause)
                .log(
                        "The books stopped; usage stands still, incidents are not seen, requests go on as far as their budgets are granted");
        later(PAUSE);
    }

    private void stop(Duration patience) {
        unserve.run();
        unserve = () -> {};
        KafkaStreams old = streams;
        if (old != null) {
            old.close(patience);
            streams = null;
        }
        Serde<Object> values = serde;
        if (values != null) {
            values.close();
            serde = null;
        }
    }

    /** Stops at the last commit; what comes after it is read again by the next start. */
    @Override
    public synchronized void close() {
        closed = true;
        stop(CLOSE);
        if (tracing != null) {
            tracing.close();
        }
        pages.values().forEach(StatusPage::close);
    }
}
