package dev.alize.embedded;

/**
 * One node of the cluster, which is broker and controller.
 *
 * @param id from 1
 * @param port of the broker on 127.0.0.1
 * @param controllerPort of the controller on 127.0.0.1
 */
record BrokerNode(int id, int port, int controllerPort) {

    /** As in {@code controller.quorum.voters}. */
    String voter() {
        return "%d@127.0.0.1:%d".formatted(id, controllerPort);
    }
}
