package dev.alize.doctor;

import dev.alize.client.Connection;
import dev.alize.client.SchemaSubjects;
import dev.alize.client.SchemaSubjects.Subjects;
import dev.alize.config.Configuration;
import dev.alize.config.KafkaSettings;
import dev.alize.diagnosis.Severity;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks the schema registry for the subjects of our topics. */
public final class RegistryLook implements Look.Probe {
    private final Supplier<Connection> connection;
    private final Configuration configuration;

    public RegistryLook(Supplier<Connection> connection, Configuration configuration) {
        this.connection = connection;
        this.configuration = configuration;
    }

    @Override
    public List<Finding> look() {
        Connection made = connection.get();
        long start = System.nanoTime();
        Subjects subjects = SchemaSubjects.look(made, configuration);
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return List.of(check(made.properties().getOrDefault(KafkaSettings.SCHEMA_REGISTRY_URL, ""), subjects, ms));
    }

    /** A subject comes with its first record, so one that is missing says little. */
    static Finding check(String url, Subjects subjects, long ms) {
        int expected = subjects.there().size() + subjects.missing().size();
        // An address may hold a user and a password.
        String says = Texts.line(url.replaceAll("//[^/@]*@", "//")) + " in " + ms + " ms; "
                + subjects.there().size() + " of " + Texts.count(expected, "subject");
        if (!subjects.there().isEmpty() || expected == 0) {
            return Finding.fine(Area.REGISTRY, "", says, List.of());
        }
        return new Finding(
                Area.REGISTRY,
                "",
                Severity.P3,
                says + ": is it the right registry?",
                List.of(),
                List.of(Remedy.byHand("Register them with: alize schemas register")));
    }
}
