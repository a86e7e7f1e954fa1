package dev.alize.connect.batch.source;

import java.util.IdentityHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that cannot be read, written or moved now, and when to try again. Not thread-safe. */
final class Troubles {
    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    private static final long FIRST_WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private record Wait(long until, long millis) {}

    private final Map<BatchFile, Wait> waits = new IdentityHashMap<>();

    boolean mayTry(BatchFile file, long now) {
        Wait wait = waits.get(file);
        return wait == null || now >= wait.until();
    }

    void report(BatchFile file, Exception cause, long now) {
        Wait before = waits.get(file);
        long millis = before == null ? FIRST_WAIT_MILLIS : Math.min(2 * before.millis(), LONGEST_WAIT_MILLIS);
        waits.put(file, new Wait(now + millis, millis));
        LOG.atWarn()
                .addKeyValue("file", file.watch().found().path())
                .addKeyValue("again_in_ms", millis)
                .setCause(cause)
                .log("A batch file, its error file or its way out cannot be used; the other files go on");
    }

    void over(BatchFile file) {
        waits.remove(file);
    }
}
