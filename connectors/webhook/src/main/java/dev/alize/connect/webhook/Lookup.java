package dev.alize.connect.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks addresses of hosts up. Blocks. */
interface Lookup {
    /** As the JVM does, with its hosts file and its cache. */
    Lookup SYSTEM = InetAddress::getAllByName;

    /** At least one. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
