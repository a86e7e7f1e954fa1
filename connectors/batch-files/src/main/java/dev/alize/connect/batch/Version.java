package dev.alize.connect.batch;

/** The version of the connectors. */
public final class Version {
    /** As the jar's manifest states it. */
    public static final String TEXT = read();

    private Version() {}

    private static String read() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
