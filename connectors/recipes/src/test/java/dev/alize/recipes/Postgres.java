package dev.alize.recipes;

import dev.alize.testing.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server of its own, on a free port, with logical decoding and its data in a temporary directory. */
final class Postgres implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final Duration START = Duration.ofSeconds(60);
    /** PostgreSQL refuses to run as root. */
    private static final String USER = "postgres";

    private final Path directory;
    private final int port;
    private final RunningProcess process;

    private Postgres(Path directory, int port, RunningProcess process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Where Debian's packages put the programs of the newest version; empty where none is installed. */
    static Optional<Path> programs() {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingDouble(Postgres::number))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(INSTALLED + " cannot be listed", e);
        }
    }

    /** Of a version's directory, such as 15, or 9.6 in old times. */
    private static double number(Path version) {
        return Double.parseDouble(version.getFileName().toString());
    }

    static Postgres start() {
        try {
            return run();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Postgres run() throws IOException, InterruptedException {
        Path programs = programs().orElseThrow();
        Path directory = Files.createTempDirectory("alize-postgres");
        Path data = directory.resolve("data");
        if (isRoot()) {
            UserPrincipal user =
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
            Files.setOwner(directory, user);
        }
        initialise(programs, directory, data);
        int port = freePort();
        RunningProcess process = RunningProcess.start(
                "PostgreSQL",
                directory,
                Map.of(),
                command(
                        programs.resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "wal_level=logical",
                        "-c",
                        "fsync=off",
                        "-c",
                        "shared_buffers=16MB"));
        process.await(line -> line.contains("ready to accept connections"), START);
        return new Postgres(directory, port, process);
    }

    private static void initialise(Path programs, Path directory, Path data) throws IOException, InterruptedException {
        Process initdb = new ProcessBuilder(command(
                        programs.resolve("initdb").toString(),
                        "--no-sync",
                        "--auth=trust",
                        "--username=" + USER,
                        "--encoding=UTF8",
                        "--no-locale",
                        "-D",
                        data.toString()))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(initdb.getInputStream().readAllBytes());
        if (!initdb.waitFor(START.toSeconds(), TimeUnit.SECONDS) || initdb.exitValue() != 0) {
            throw new IllegalStateException("initdb failed:\n" + output);
        }
    }

    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        command.addAll(List.of(words));
        return command;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Such as {@code jdbc:postgresql://127.0.0.1:41234/postgres}. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    int port() {
        return port;
    }

    /** As the superuser. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, "");
    }

    @Override
    public void close() throws IOException {
        process.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Postgres::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted", e);
        }
    }
}
