package dev.alize.pacing;

/** The part of a group's limits that this instance may use. Any thread; cheap. */
interface Share {
    /** The whole. */
    Share ALL = new Share() {
        @Override
        public double at(long nowNanos) {
            return 1;
        }

        @Override
        public double likely(long nowNanos) {
            return 1;
        }
    };

    /** From 0 to 1. */
    double at(long nowNanos);

    /** What it can count on if requests wait: at least {@link #at}. */
    double likely(long nowNanos);
}
