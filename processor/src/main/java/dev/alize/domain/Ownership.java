package dev.alize.domain;

/** Is told which partitions this process owns. Called on stream threads; returns at once. */
public interface Ownership {
    /** Tells nobody. */
    Ownership NONE = new Ownership() {
        @Override
        public void took(int partition) {}

        @Override
        public void left(int partition) {}
    };

    /** A task of this partition began. */
    void took(int partition);

    /** It was closed. */
    void left(int partition);
}
