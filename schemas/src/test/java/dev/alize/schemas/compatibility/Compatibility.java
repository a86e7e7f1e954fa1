package dev.alize.schemas.compatibility;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** FULL_TRANSITIVE, as a registry checks it: each schema can read what the other wrote. */
final class Compatibility {
    private Compatibility() {}

    /** What breaks, one line each; empty where nothing does. */
    static List<String> problems(Schema today, Schema released) {
        List<String> problems = new ArrayList<>();
        read(today, released).forEach(problem -> problems.add("today cannot read what was written: " + problem));
        read(released, today).forEach(problem -> problems.add("the release cannot read what is written: " + problem));
        return problems;
    }

    private static List<String> read(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(Compatibility::describe)
                .toList();
    }

    private static String describe(Incompatibility problem) {
        return problem.getType() + " at " + problem.getLocation() + ": " + problem.getMessage();
    }
}
