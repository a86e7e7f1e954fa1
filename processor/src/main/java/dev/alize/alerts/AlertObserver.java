package dev.alize.alerts;

/** Is told how alerts are delivered. Called on the stream thread; must not wait. */
public interface AlertObserver {
    /** It does not want to know. */
    AlertObserver NONE = new AlertObserver() {};

    /** A receiver took so many updates. */
    default void taken(String receiver, int updates) {}

    /** An attempt failed. */
    default void failed(String receiver) {}

    /** So many updates were tried for too long. */
    default void givenUp(String receiver, int updates) {}

    /** A record of the topic of incidents is none that can be told. */
    default void unfit() {}

    /** So many updates wait for a receiver. */
    default void waiting(String receiver, int updates) {}
}
