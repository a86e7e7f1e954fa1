package dev.alize.gateway;

import dev.alize.config.Changes;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationException;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.config.yaml.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the configuration file of a running instance. The version in force is always that of one whole file: a
 * change is followed only if the file has no problem and nothing in it needs a restart; else the old one stays.
 *
 * <p>Compares the file's content, because an editor puts another file in its place and a mounted ConfigMap swaps a
 * link. Used by one thread at a time.
 */
final class Reload {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);
    private static final ByteBuffer UNREADABLE = ByteBuffer.wrap(new byte[] {0});

    private final Path file;
    private final Environment environment;
    private final Consumer<Configuration> follow;
    private Configuration inForce;
    private ByteBuffer seen = ByteBuffer.allocate(0);
    private ByteBuffer handled = ByteBuffer.allocate(0);
    private boolean refused;

    /**
     * @param inForce what the instance runs with now
     * @param follow takes what it shall run with from now on
     */
    Reload(Path file, Configuration inForce, Environment environment, Consumer<Configuration> follow) {
        this.file = file;
        this.inForce = inForce;
        this.environment = environment;
        this.follow = follow;
    }

    /**
     * Looks once. A content is used when two looks in a row have found it: a file may be half written, or missing
     * while it is replaced. Throws nothing, so that the next look comes.
     */
    void look() {
        ByteBuffer content = content();
        boolean steady = content.equals(seen);
        seen = content;
        if (!steady || content.equals(handled)) {
            return;
        }
        handled = content;
        try {
            offer(new ConfigurationReader().read(file));
        } catch (ConfigurationException e) {
            refuse(e.problems().stream().map(Problem::toString).toList());
        } catch (RuntimeException e) {
            refuse(List.of(file + ": cannot be followed (" + e.getClass().getSimpleName() + ")"));
        }
    }

    private ByteBuffer content() {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    private void offer(Configuration next) {
        Changes changes = Changes.between(inForce, next);
        List<String> problems = problems(next, changes);
        if (!problems.isEmpty()) {
            refuse(problems);
        } else if (!changes.isEmpty()) {
            follow(next, changes);
        } else if (refused) {
            refused = false;
            log.atInfo()
                    .addKeyValue("version", inForce.version())
                    .log("The configuration file is again the one in force");
        }
    }

    private List<String> problems(Configuration next, Changes changes) {
        List<String> problems = new ArrayList<>();
        if (!next.pack().enabled()) {
            problems.add("pack.enabled: got false, expected true to run");
        }
        List<String> restart = changes.needingRestart();
        if (!restart.isEmpty()) {
            problems.add("changed keys that need a restart: " + String.join(", ", restart));
        }
        problems.addAll(next.unreadableSecrets(environment));
        return problems;
    }

    private void refuse(List<String> problems) {
        refused = true;
        log.atWarn()
                .addKeyValue("version", inForce.version())
                .addKeyValue("problems", problems)
                .log("The changed configuration is refused as a whole and the old one stays in force");
    }

    private void follow(Configuration next, Changes changes) {
        String before = inForce.version();
        follow.accept(next);
        inForce = next;
        refused = false;
        log.atInfo()
                .addKeyValue("before", before)
                .addKeyValue("version", next.version())
                .addKeyValue("changed", changes.keys())
                .log("The configuration has changed");
        next.warnings()
                .forEach(warning -> log.atWarn().addKeyValue("warning", warning).log("Configuration"));
    }
}
