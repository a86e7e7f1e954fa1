package dev.alize.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the children's jars are: {@code broker/*.jar} and {@code registry/quarkus-run.jar} in one directory, which the
 * build fills from Maven artifacts.
 */
record StackFiles(Path directory) {

    /** System property that names the directory; without it the places where the build puts it are tried. */
    static final String PROPERTY = "alize.stack";

    private static final String BUILD = "mvn -pl processor/stack generate-resources";

    /** Finds the directory by the system property, else beside our own jar or class directory. */
    static StackFiles locate() {
        String configured = System.getProperty(PROPERTY);
        return configured == null
                ? among(besides(ownCode()), "")
                : among(List.of(Path.of(configured)), " (system property " + PROPERTY + ")");
    }

    /** In a distribution {@code stack} is beside the jar; in the repository it is built by the module next door. */
    static List<Path> besides(Path code) {
        Path target = code.toAbsolutePath().resolveSibling("");
        return List.of(
                target.resolve("stack"), target.resolve("../stack/target/stack").normalize());
    }

    static StackFiles among(List<Path> candidates, String origin) {
        return candidates.stream()
                .map(candidate -> new StackFiles(candidate.toAbsolutePath()))
                .filter(StackFiles::complete)
                .findFirst()
                .orElseThrow(() -> new StackStartException(
                        ("The jars of the embedded stack are missing: no broker/*.jar and registry/quarkus-run.jar"
                                        + " in %s%s. Build them in the root of the repository with: %s")
                                .formatted(
                                        candidates.stream().map(Path::toString).collect(Collectors.joining(" or ")),
                                        origin,
                                        BUILD)));
    }

    /** Directory or jar that this class was loaded from; the children need it for their launcher. */
    static Path ownCode() {
        try {
            return Path.of(StackFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot tell where dev.alize.embedded was loaded from", e);
        }
    }

    List<Path> brokerJars() {
        return jars(directory.resolve("broker"));
    }

    Path registryJar() {
        return directory.resolve("registry/quarkus-run.jar");
    }

    private boolean complete() {
        return Files.isRegularFile(registryJar())
                && Files.isDirectory(directory.resolve("broker"))
                && !brokerJars().isEmpty();
    }

    private static List<Path> jars(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
