package dev.alize.connect.batch.source;

import dev.alize.connect.batch.source.Listing.Found;

/** What the looks at the directory say of one file. Times are in milliseconds since 1970. Not thread-safe. */
final class FileWatch {
    private static final long THERE = -1;

    private final Completion completion;
    private final long quietMillis;
    private Found found;
    private boolean marked;
    private long changedAt;
    private long missingSince = THERE;

    FileWatch(Found found, Completion completion, long quietMillis, long now) {
        this.found = found;
        this.completion = completion;
        this.quietMillis = quietMillis;
        this.changedAt = Math.min(now, found.modified());
    }

    Found found() {
        return found;
    }

    /** The file was found, under whatever name. */
    void seen(Found now, boolean withMarker, long at) {
        if (now.size() != found.size() || now.modified() != found.modified()) {
            changedAt = at;
        }
        found = now;
        marked = withMarker;
        missingSince = THERE;
    }

    /** The file was not found. */
    void missed(long at) {
        if (missingSince == THERE) {
            missingSince = at;
        }
    }

    boolean missing() {
        return missingSince != THERE;
    }

    /** Whether it is missing for longer than a rename takes. */
    boolean vanished(long now) {
        return missing() && now - missingSince >= quietMillis;
    }

    /** Whether nothing will be added to the file. */
    boolean complete(long now) {
        return vanished(now)
                || marked
                || switch (completion) {
                    case RENAME -> true;
                    case MARKER -> false;
                    case QUIET -> now - changedAt >= quietMillis;
                };
    }
}
