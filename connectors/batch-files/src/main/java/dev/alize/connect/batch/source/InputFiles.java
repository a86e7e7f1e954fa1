package dev.alize.connect.batch.source;

import dev.alize.connect.batch.source.Listing.Found;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one task. A file that makes trouble is left for a while, and the others go on. {@link #acknowledged} may
 * be called by any thread, everything else by the task's.
 */
final class InputFiles implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(InputFiles.class);
    /** How many files are open at once. */
    private static final int OPEN = 8;

    private final BatchFile.Setting setting;
    private final SourceSettings settings;
    private final Share share;
    private final InstantSource clock;
    private final FinishedFiles finished;
    private final Map<Long, BatchFile> files = new LinkedHashMap<>();
    private final Deque<BatchFile> waiting = new ArrayDeque<>();
    private final Deque<BatchFile> open = new ArrayDeque<>();
    private final Troubles troubles = new Troubles();
    /** Readings that were given and are not acknowledged, by identity. */
    private final Map<String, AtomicLong> outstanding = new ConcurrentHashMap<>();

    /** Names that were warned of. */
    private Set<String> strange = Set.of();

    private long nextLook;

    /** Which files are this task's: of {@code tasks} tasks, this one is {@code task} from 0. */
    record Share(int task, int tasks) {
        boolean has(Found file) {
            return Math.floorMod(Long.hashCode(file.inode() * 0x9E3779B97F4A7C15L), tasks) == task;
        }
    }

    InputFiles(BatchFile.Setting setting, Share share, InstantSource clock) {
        this.setting = setting;
        this.settings = setting.settings();
        this.share = share;
        this.clock = clock;
        this.finished = new FinishedFiles(settings.finished());
    }

    /**
     * What can be read now, within the bounds of a poll; empty where there is nothing.
     *
     * @throws IOException where the directory cannot be listed
     */
    List<Reading> read() throws IOException {
        long now = clock.millis();
        if (now >= nextLook) {
            look(now);
            nextLook = now + settings.scan().toMillis();
        }
        Harvest harvest = new Harvest(settings.pollMaxLines(), settings.pollMaxBytes());
        fill();
        boolean goOn = true;
        for (int turns = open.size(); goOn && turns > 0 && !harvest.full(); turns--) {
            goOn = turn(harvest, now);
            fill();
        }
        harvest.readings()
                .forEach(reading -> outstanding
                        .computeIfAbsent(reading.file(), file -> new AtomicLong())
                        .incrementAndGet());
        return harvest.readings();
    }

    private void fill() {
        while (open.size() < OPEN && !waiting.isEmpty()) {
            open.addLast(waiting.removeFirst());
        }
    }

    /** False where nothing more can be read in this poll. */
    private boolean turn(Harvest harvest, long now) {
        BatchFile file = open.removeFirst();
        try {
            file.read(harvest, now);
            troubles.over(file);
            if (file.hasWork(now)) {
                open.addLast(file);
            } else if (file.ended()) {
                file.close();
            }
        } catch (NoSuchFileException vanished) {
            // The next look at the directory finds it under another name, or misses it.
        } catch (RetriableException e) {
            open.addFirst(file);
            if (harvest.isEmpty()) {
                throw e;
            }
            return false;
        } catch (ConnectException e) {
            // Of the requests, whatever the file.
            throw e;
        } catch (IOException | RuntimeException e) {
            troubles.report(file, e, now);
        }
        return true;
    }

    /** A reading is safe in Kafka, or was dropped on purpose. */
    void acknowledged(String file) {
        AtomicLong count = outstanding.get(file);
        if (count != null) {
            count.decrementAndGet();
        }
    }

    private void look(long now) throws IOException {
        Listing listing = Listing.of(settings.input(), settings.pattern());
        warn(listing.strange());
        Set<Long> present = new HashSet<>();
        for (Found found : listing.files()) {
            if (share.has(found)) {
                present.add(found.inode());
                see(found, listing.marked().contains(found.name()), now);
            }
        }
        for (Iterator<BatchFile> each = files.values().iterator(); each.hasNext(); ) {
            BatchFile file = each.next();
            if (!present.contains(file.watch().found().inode())) {
                file.watch().missed(now);
            }
            if (file.isGone(now) || (file.ended() && isSafe(file) && retire(file, now))) {
                each.remove();
                forget(file);
            }
        }
        waiting.clear();
        files.values().stream()
                .filter(file -> file.hasWork(now) && !open.contains(file) && troubles.mayTry(file, now))
                .forEach(waiting::addLast);
    }

    private void warn(Set<String> now) {
        now.stream()
                .filter(name -> !strange.contains(name))
                .forEach(
                        name -> LOG.atWarn()
                                .addKeyValue("file", name)
                                .log(
                                        "A file is passed over for its name: expected at most 230 bytes of text and no backslash"));
        strange = now;
    }

    private void see(Found found, boolean marked, long now) {
        BatchFile known = files.get(found.inode());
        if (known == null) {
            FileWatch watch =
                    new FileWatch(found, settings.completion(), settings.quiet().toMillis(), now);
            watch.seen(found, marked, now);
            files.put(found.inode(), new BatchFile(setting, watch));
            return;
        }
        known.watch().seen(found, marked, now);
        try {
            known.follow();
        } catch (IOException e) {
            troubles.report(known, e, now);
        }
    }

    private boolean isSafe(BatchFile file) {
        AtomicLong count = outstanding.get(String.valueOf(file.identity()));
        return count == null || count.get() == 0;
    }

    /** Whether the file is out of the way. */
    private boolean retire(BatchFile file, long now) {
        file.close();
        if (!troubles.mayTry(file, now)) {
            return false;
        }
        try {
            Found found = file.watch().found().again();
            if (file.goesOn(found)) {
                return false;
            }
            LOG.atInfo()
                    .addKeyValue("file", found.name())
                    .addKeyValue("to", finished.move(found.path(), file.hasErrors()))
                    .log("A batch file is finished");
            return true;
        } catch (NoSuchFileException vanished) {
            return file.watch().vanished(now);
        } catch (IOException | RuntimeException e) {
            troubles.report(file, e, now);
            return false;
        }
    }

    private void forget(BatchFile file) {
        file.close();
        troubles.over(file);
        open.remove(file);
        if (file.identity() != null) {
            outstanding.remove(file.identity());
        }
    }

    @Override
    public void close() {
        files.values().forEach(BatchFile::close);
        files.clear();
        open.clear();
        waiting.clear();
    }
}
