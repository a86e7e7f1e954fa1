package dev.alize.gateway;

import dev.alize.config.StreamsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one instance: its name, its stores, and whether it stopped in order. Locked while the instance runs,
 * because two instances with one name would fence each other out of the group.
 */
final class InstanceDirectory implements AutoCloseable {
    private static final String LOCK = "alize.lock";
    private static final String NAME = "alize.instance";
    private static final String RUNNING = "alize.running";
    /** What Streams names the directory of a task. */
    private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

    /** Shorter than the changelogs keep deletions: an older store could bring a row back that was answered elsewhere. */
    private static final Duration STORES_KEPT = Duration.ofMinutes(10);

    /**
     * Those of this process. A second channel to a lock file would give the lock of the first one up when it is closed, on
     * most systems.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    /** As it stands among ours. */
    private final Path key;

    private final FileChannel lock;
    private final String instance;
    private final boolean unclean;
    private final boolean stale;

    private InstanceDirectory(
            Path directory, Path key, FileChannel lock, String instance, boolean unclean, boolean stale) {
        this.directory = directory;
        this.key = key;
        this.lock = lock;
        this.instance = instance;
        this.unclean = unclean;
        this.stale = stale;
    }

    /**
     * @param configured the instance's name; null to use the one that was made at the first start
     * @throws GatewayStartException where the directory cannot be written or another process uses it
     */
    static InstanceDirectory open(Path directory, @Nullable String configured) {
        try {
            Files.createDirectories(directory);
            Path key = directory.toRealPath();
            FileChannel lock = lock(directory, key);
            boolean unclean = Files.exists(directory.resolve(RUNNING));
            boolean stale = Files.getLastModifiedTime(directory)
                    .toInstant()
                    .isBefore(Instant.now().minus(STORES_KEPT)); // a stop in order changes it last
            String instance = configured == null ? nameIn(directory) : configured;
            Files.writeString(directory.resolve(RUNNING), instance);
            return new InstanceDirectory(directory, key, lock, instance, unclean, stale);
        } catch (IOException e) {
            throw new GatewayStartException(
                    "processing.state_dir: cannot write to " + directory + " (" + e.getMessage() + ")", e);
        }
    }

    /** The directory of an application's instance. */
    static InstanceDirectory of(StreamsSettings settings) {
        return open(settings.stateDir().resolve(settings.applicationId()), settings.instanceId());
    }

    private static FileChannel lock(Path directory, Path key) throws IOException {
        if (!OURS.add(key)) {
            throw inUse(directory);
        }
        boolean locked = false;
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (!locked) {
                throw inUse(directory);
            }
            return channel;
        } finally {
            if (!locked) {
                OURS.remove(key);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static GatewayStartException inUse(Path directory) {
        return new GatewayStartException("processing.state_dir: " + directory
                + " is in use by another instance, expected a directory of its own for each instance");
    }

    private static String nameIn(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (Files.exists(file)) {
            String name = Files.readString(file).strip();
            if (!name.isEmpty()) {
                return name;
            }
        }
        String name = "alize-" + UUID.randomUUID();
        Files.writeString(file, name);
        return name;
    }

    String instance() {
        return instance;
    }

    /** Whether the instance that ran here before did not stop in order. */
    boolean wasUnclean() {
        return unclean;
    }

    /**
     * Whether the stores are to be restored from the start. Those of an instance that did not stop in order hold what was
     * never committed: Streams would start each task twice, once to see it, once to restore it. Those of one that stopped
     * long ago may hold what another instance has deleted since, and whose deletion the changelogs no longer tell.
     */
    boolean hasUselessStores() {
        return unclean || stale;
    }

    /** Deletes the stores of an application's tasks. */
    void dropStores(String applicationId) {
        Path tasks = stores().resolve(applicationId);
        if (!Files.isDirectory(tasks)) {
            return;
        }
        try (Stream<Path> all = Files.list(tasks)) {
            for (Path task : all.filter(
                            path -> TASK.matcher(path.getFileName().toString()).matches())
                    .toList()) {
                try (Stream<Path> files = Files.walk(task)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new GatewayStartException("processing.state_dir: cannot delete below " + tasks + " (" + e + ")", e);
        }
    }

    Path stores() {
        return directory.resolve("stores");
    }

    /** Nothing was called: the next start need be no more cautious than this one. */
    void neverStarted() {
        if (!unclean) {
            stoppedInOrder();
        }
    }

    /** Everything is written and closed: the next start need not be cautious. */
    void stoppedInOrder() {
        try {
            Files.deleteIfExists(directory.resolve(RUNNING));
        } catch (IOException e) {
            // The next start is cautious for a minute, which costs a few milliseconds a request.
            return;
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
            OURS.remove(key); // last: who comes next must not open the file while it is ours
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unlock " + directory, e);
        }
    }
}
