package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every file, volume, image and variable that a compose file names is there. */
final class ComposeFiles {
    /** Of a value that must not stand in a file: what variables with such names hold. */
    private static final Pattern SECRET = Pattern.compile("(?i).*(KEY|SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL).*");

    private static final Pattern KEY_MATERIAL = Pattern.compile(
            "sk-[A-Za-z0-9]{16,}|-----BEGIN|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{20,}|eyJ[A-Za-z0-9_-]{20,}");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

    private ComposeFiles() {}

    static List<String> paths(Compose compose) {
        List<String> problems = new ArrayList<>();
        compose.services().keySet().forEach(service -> {
            compose.mounts(service).stream()
                    .filter(Compose.Mount::isBind)
                    .filter(mount -> !Files.exists(compose.directory().resolve(mount.source())))
                    .forEach(mount -> problems.add(service + ": no file " + mount.source()));
            commandFiles(compose, service)
                    .filter(file -> compose.hostFile(service, file)
                            .filter(Files::exists)
                            .isEmpty())
                    .filter(file -> !isInImage(compose, service, file))
                    .forEach(file -> problems.add(service + ": its command names " + file + ", which is not mounted"));
        });
        return problems;
    }

    private static Stream<String> commandFiles(Compose compose, String service) {
        return compose.commandLine(service).stream()
                .map(word -> word.substring(word.indexOf('=') + 1))
                .filter(word -> word.startsWith("/etc/alize") || word.startsWith("/etc/prometheus"));
    }

    private static boolean isInImage(Compose compose, String service, String file) {
        JsonNode build = compose.service(service).path("build");
        return build.has("target")
                && dockerfile(compose, build).targets(build.path("target").asText()).stream()
                        .anyMatch(file::startsWith);
    }

    static List<String> images(Compose compose) {
        List<String> problems = new ArrayList<>();
        Set<String> built = new TreeSet<>();
        compose.services().forEach((name, service) -> {
            ImageName.problem(service.path("image").asText()).ifPresent(problem -> problems.add(name + ": " + problem));
            JsonNode build = service.path("build");
            if (build.isMissingNode()) {
                return;
            }
            Path file = compose.directory().resolve(build.path("dockerfile").asText());
            if (!Files.exists(file)) {
                problems.add(name + ": no file " + build.path("dockerfile").asText());
                return;
            }
            Dockerfile dockerfile = dockerfile(compose, build);
            String target = build.path("target").asText();
            if (!dockerfile.stages().contains(target)) {
                problems.add(name + ": the Dockerfile has no stage " + target);
            }
            String user = service.path("user").asText();
            if (!dockerfile.user(target).orElse("").equals(user)) {
                problems.add(name + ": runs as " + user + ", its image's files belong to "
                        + dockerfile.user(target).orElse("root"));
            }
            if (built.add(build.path("dockerfile").asText())) {
                problems.addAll(dockerfile.problems());
            }
        });
        return problems;
    }

    static Dockerfile dockerfile(Compose compose, JsonNode build) {
        Path file = compose.directory().resolve(build.path("dockerfile").asText());
        Path ignore = file.resolveSibling(file.getFileName() + ".dockerignore");
        return Dockerfile.of(compose.directory(), Yaml.text(file), Yaml.text(ignore));
    }

    static List<String> volumes(Compose compose) {
        List<String> declared = Compose.names(compose.root().path("volumes"));
        List<String> problems = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        compose.services()
                .keySet()
                .forEach(service -> compose.mounts(service).stream()
                        .filter(mount -> !mount.isBind())
                        .forEach(mount -> {
                            used.add(mount.source());
                            if (!declared.contains(mount.source())) {
                                problems.add(service + ": volume " + mount.source() + " is not declared");
                            }
                        }));
        declared.stream()
                .filter(name -> !used.contains(name))
                .forEach(name -> problems.add("volume " + name + " is used by no service"));
        return problems;
    }

    static List<String> secrets(Compose compose) {
        List<String> problems = new ArrayList<>();
        if (KEY_MATERIAL.matcher(compose.text()).find()) {
            problems.add("something in the file looks like a key");
        }
        compose.services()
                .forEach((name, service) -> service.path("environment").fields().forEachRemaining(entry -> {
                    boolean isWritten = !entry.getValue().isNull()
                            && !entry.getValue().asText().matches("\\$\\{[A-Z_]+(:?-)?}|");
                    if (SECRET.matcher(entry.getKey()).matches() && isWritten) {
                        problems.add(name + ": " + entry.getKey() + " has its value in the file");
                    }
                }));
        return problems;
    }

    /** Variables of the host's environment that the file takes, by interpolation or by name. */
    static Set<String> variables(Compose compose) {
        Set<String> variables = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(compose.text().replaceAll("(?m)#.*$", ""));
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }
        compose.services()
                .values()
                .forEach(service -> service.path("environment").fields().forEachRemaining(entry -> {
                    if (entry.getValue().isNull()) {
                        variables.add(entry.getKey());
                    }
                }));
        return variables;
    }

    static List<String> documented(Compose compose) {
        String page = Yaml.text(compose.directory().resolve("docs/deploy.md"));
        return variables(compose).stream()
                .filter(name -> !page.contains('`' + name + '`'))
                .map(name -> "docs/deploy.md does not tell of the variable " + name)
                .toList();
    }
}
