package dev.alize.alerts.send;

import dev.alize.alerts.Delivery;
import dev.alize.alerts.Letter;

/** Brings letters to one receiver. Safe to use from any thread. */
interface Messenger {
    /**
     * Brings one; waits for the answer.
     *
     * @throws InterruptedException where the time was over
     */
    Delivery bring(Letter letter) throws InterruptedException;
}
