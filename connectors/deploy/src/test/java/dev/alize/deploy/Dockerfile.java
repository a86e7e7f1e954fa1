package dev.alize.deploy;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Dockerfile as far as what it names can be checked without an engine. */
record Dockerfile(Path directory, List<Instruction> instructions, List<String> ignored) {
    private static final String BUILT = "/build/";

    /**
     * One line, with those that it continues on.
     *
     * @param stage name or number of the stage it is in
     */
    record Instruction(String stage, String word, String rest) {
        List<String> arguments() {
            return Arrays.stream(rest.split("\\s+"))
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
    }

    static Dockerfile of(Path directory, String text, String ignore) {
        List<Instruction> instructions = new ArrayList<>();
        String stage = "";
        for (String line : text.replaceAll("(?m)^\\s*#.*\\n", "")
                .replaceAll("\\\\\\s*\\n", " ")
                .lines()
                .toList()) {
            if (line.isBlank()) {
                continue;
            }
            String word = line.strip().split("\\s+", 2)[0];
            String rest = line.strip().substring(word.length()).strip();
            if (word.equals("FROM")) {
                String[] parts = rest.split("(?i)\\s+AS\\s+");
                stage = parts.length > 1 ? parts[1] : "";
            }
            instructions.add(new Instruction(stage, word, rest));
        }
        return new Dockerfile(
                directory,
                instructions,
                ignore.lines().filter(line -> !line.isBlank()).toList());
    }

    private Stream<Instruction> all(String word) {
        return instructions.stream().filter(instruction -> instruction.word().equals(word));
    }

    List<String> stages() {
        return all("FROM")
                .map(Instruction::stage)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Images that it starts from, without stages of its own. */
    List<String> bases() {
        return all("FROM")
                .map(from -> from.arguments().getFirst())
                .filter(image -> !stages().contains(image))
                .toList();
    }

    /** Number of the user that a target's containers run as; that of the stage it starts from, where it says none. */
    Optional<String> user(String stage) {
        Optional<String> own = all("USER")
                .filter(user -> user.stage().equals(stage))
                .map(Instruction::rest)
                .reduce((first, second) -> second);
        return own.or(() -> all("FROM")
                .filter(from -> from.stage().equals(stage))
                .map(from -> from.arguments().getFirst())
                .filter(base -> stages().contains(base))
                .findFirst()
                .flatMap(this::user));
    }

    /** Paths in an image that files are copied to. */
    List<String> targets(String stage) {
        return all("COPY")
                .filter(copy -> copy.stage().equals(stage))
                .map(copy -> copy.arguments().getLast())
                .toList();
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        bases().forEach(image -> ImageName.problem(image).ifPresent(problems::add));
        all("COPY")
                .forEach(copy ->
                        sources(copy).forEach(source -> problem(copy, source).ifPresent(problems::add)));
        modules()
                .filter(module -> !Files.exists(directory.resolve(module).resolve("pom.xml")))
                .forEach(module -> problems.add("mvn -pl names " + module + ", which is no module"));
        stages().stream()
                .filter(stage -> !stage.equals("build"))
                .filter(stage -> user(stage)
                        .filter(user -> user.matches("[1-9][0-9]*(:[0-9]+)?"))
                        .isEmpty())
                .forEach(stage -> problems.add("stage " + stage + " does not end as a user with a number, not 0"));
        return problems;
    }

    private static List<String> sources(Instruction copy) {
        List<String> paths =
                copy.arguments().stream().filter(part -> !part.startsWith("--")).toList();
        return paths.subList(0, paths.size() - 1);
    }

    private Optional<String> problem(Instruction copy, String source) {
        if (source.equals(".")) {
            return Optional.empty();
        }
        Optional<String> from = copy.arguments().stream()
                .filter(part -> part.startsWith("--from="))
                .map(part -> part.substring("--from=".length()))
                .findFirst();
        if (from.isEmpty()) {
            return inContext(source);
        }
        if (!stages().contains(from.get())) {
            return Optional.of("COPY --from=" + from.get() + ": no such stage");
        }
        if (!source.startsWith(BUILT)) {
            return Optional.of("COPY " + source + ": not below " + BUILT);
        }
        return fromBuild(source.substring(BUILT.length()));
    }

    private Optional<String> inContext(String source) {
        if (!Files.exists(directory.resolve(source))) {
            return Optional.of("COPY " + source + ": no such file in the repository");
        }
        return isIgnored(source) ? Optional.of("COPY " + source + ": left out by .dockerignore") : Optional.empty();
    }

    /** What Maven makes must be of a module that it is told to build; what is not made must be there. */
    private Optional<String> fromBuild(String path) {
        int target = path.indexOf("/target/");
        if (target < 0) {
            return inContext(path);
        }
        String module = path.substring(0, target);
        return modules().anyMatch(module::equals)
                ? Optional.empty()
                : Optional.of("COPY " + path + ": Maven is not told to build " + module);
    }

    private Stream<String> modules() {
        return all("RUN")
                .map(run -> Pattern.compile("-pl (\\S+)").matcher(run.rest()))
                .filter(java.util.regex.Matcher::find)
                .flatMap(found -> Arrays.stream(found.group(1).split(",")));
    }

    /** By the last pattern that fits, as Docker does. */
    boolean isIgnored(String path) {
        boolean out = false;
        for (String line : ignored) {
            if (line.startsWith("#")) {
                continue;
            }
            boolean back = line.startsWith("!");
            if (fits(back ? line.substring(1) : line, path)) {
                out = !back;
            }
        }
        return out;
    }

    private static boolean fits(String pattern, String path) {
        var whole = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        var anywhere = pattern.startsWith("**/")
                ? FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(3))
                : whole;
        for (Path part = Path.of(path); part != null; part = part.getParent()) {
            if (whole.matches(part) || anywhere.matches(part)) {
                return true;
            }
        }
        return false;
    }
}
