package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.alerts.Samples;
import dev.alize.alerts.send.Hook;
import dev.alize.config.Topic;
import dev.alize.schemas.Incident;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of a real process that is killed while its receiver takes one, which fails half of the time. */
@Timeout(300)
class AlertsIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int INCIDENTS = 4;
    private static final int KILLS = 2;
    /** More of them make a measurement: {@code -Dalize.test.alerts.changes=600}. */
    private static final int CHANGES = Integer.getInteger("alize.test.alerts.changes", 60);

    private static final Pattern EVENT = Pattern.compile("\"id\":\"(inc-it-\\d+/\\d+)\",\"type\":\"update\",\"at\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final Random random = new Random(7);
    /** Of the receiver: several threads ask it. */
    private final Random chance = new Random(11);

    private volatile @Nullable Silence silence;
    private final Map<Integer, Incident> incidents = new ConcurrentHashMap<>();
    private final Set<String> expected = ConcurrentHashMap.newKeySet();

    /** A file for a gateway whose books start at once. */
    private Path configuration(Trial trial, Hook hook) throws Exception {
        Path file = trial.configurationFile(directory.resolve("policy-config.yaml"));
        Files.writeString(directory.resolve("key"), "a key of the signature");
        return Files.writeString(
                file,
                Files.readString(file)
                                .replace("chain: [audit-logger]", "chain: [audit-logger, budget]")
                                .replace("{id: simulated,", "{id: simulated, pricing: {prompt: 2, completion: 6},")
                        + """
                          main.consumer.session.timeout.ms: 6000
                        policy:
                          budget: {max_usd_per_request: 1}
                        alerts:
                          receivers:
                            - {name: hook, type: webhook, url: "%s", secret_ref: {file: key}}
                        """.formatted(hook.url("/in")));
    }

    /** Takes every letter, but says so only once it is let. */
    private static final class Silence {
        private final CountDownLatch took = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
    }

    private int answer() throws InterruptedException {
        Silence now = silence;
        if (now == null) {
            return chance.nextBoolean() ? 200 : 503;
        }
        now.took.countDown();
        now.end.await();
        return 200;
    }

    /** Kills a process that will never hear that its last letter was taken. */
    private void kill(Process process) throws InterruptedException {
        Silence now = new Silence();
        silence = now;
        assertThat(now.took.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        process.destroyForcibly().waitFor();
        silence = null;
        now.end.countDown();
    }

    /** The next change of one of them. */
    private void change(Trial trial) {
        int which = random.nextInt(INCIDENTS);
        Incident before = incidents.get(which);
        Incident made;
        if (before == null) {
            made = Samples.incident("inc-it-" + which);
            made.setOpenedAt(Instant.now());
            made.setUpdatedAt(Instant.now());
            made.setAcked(true); // nobody is reminded
        } else {
            made = Samples.next(before, "note: something", next -> {});
        }
        incidents.put(which, made);
        write(trial, made);
    }

    private void write(Trial trial, Incident made) {
        trial.send(Topic.INCIDENTS, made.getId(), made);
        expected.add(made.getId() + "/" + made.getRevision());
    }

    /** A new receiver begins with what is open: from then on it hears of every change. */
    private static void begin(Trial trial, Hook hook) {
        Incident open = Samples.incident("inc-begin");
        open.setAcked(true);
        trial.send(Topic.INCIDENTS, open.getId(), open);
        Awaitility.await().atMost(LONG).until(() -> hook.got().stream().anyMatch(got -> got.status() == 200));
    }

    @Test
    void noUpdateIsLostAndRepeatsHaveTheSameName() throws Exception {
        try (Trial trial = new Trial(directory.resolve("state"), "");
                Hook hook = Hook.start(exchange -> answer());
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Path file = configuration(trial, hook);
            Process process = GatewayProcess.start(file);
            try {
                GatewayProcess.awaitReady(process);
                begin(trial, hook);
                var changes = timer.scheduleAtFixedRate(() -> change(trial), 0, 100, TimeUnit.MILLISECONDS);
                for (int kill = 1; kill <= KILLS; kill++) {
                    int enough = taken(hook).size() + 3;
                    Awaitility.await().atMost(LONG).until(() -> taken(hook).size() >= enough);
                    kill(process);
                    process = GatewayProcess.start(file);
                }
                Awaitility.await().atMost(LONG).until(() -> expected.size() >= CHANGES);
                changes.cancel(false);
                timer.shutdown();
                assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
                incidents
                        .values()
                        .forEach(open -> write(trial, Samples.resolved(open))); // else a digest waits a minute
                Awaitility.await()
                        .atMost(LONG)
                        .untilAsserted(() -> assertThat(taken(hook)).isEqualTo(new TreeSet<>(expected)));
                assertThat(hook.got()).anyMatch(got -> got.status() == 503);
                assertThat(repeats(hook)).isPositive();
                inOrder(hook);
                repeatsHaveTheSameBytes(hook);
                System.out.println("alerts: " + expected.size() + " updates, " + KILLS + " kills, "
                        + hook.got().size() + " messages, "
                        + hook.got().stream().filter(got -> got.status() == 503).count() + " of them refused, "
                        + repeats(hook) + " updates taken more than once, 0 lost");
            } finally {
                timer.shutdownNow();
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static List<String> events(Hook.Got got) {
        List<String> events = new ArrayList<>();
        Matcher event = EVENT.matcher(new String(got.body(), StandardCharsets.UTF_8));
        while (event.find()) {
            events.add(event.group(1));
        }
        return events;
    }

    private static Set<String> taken(Hook hook) {
        Set<String> taken = new TreeSet<>();
        hook.got().stream().filter(got -> got.status() == 200).forEach(got -> taken.addAll(events(got)));
        return taken;
    }

    private static long repeats(Hook hook) {
        Set<String> seen = new HashSet<>();
        return hook.got().stream()
                .filter(got -> got.status() == 200)
                .flatMap(got -> events(got).stream())
                .filter(event -> !seen.add(event))
                .count();
    }

    private static void repeatsHaveTheSameBytes(Hook hook) {
        Map<String, byte[]> bodies = new HashMap<>();
        hook.got().stream().filter(got -> events(got).size() == 1).forEach(got -> {
            String event = events(got).getFirst();
            assertThat(got.body()).as(event).isEqualTo(bodies.computeIfAbsent(event, first -> got.body()));
        });
    }

    /** What a receiver takes for the first time is newer than all that it took of the incident before. */
    private static void inOrder(Hook hook) {
        Map<String, Integer> last = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        hook.got().stream()
                .filter(got -> got.status() == 200)
                .flatMap(got -> events(got).stream())
                .filter(seen::add)
                .forEach(event -> {
                    String[] parts = event.split("/", -1);
                    int revision = Integer.parseInt(parts[1]);
                    assertThat(revision).isGreaterThan(last.getOrDefault(parts[0], 0));
                    last.put(parts[0], revision);
                });
    }
}
