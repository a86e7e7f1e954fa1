package dev.alize.evidence;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Takes out of a line what is, or looks like, a key, a password, a token, or a text of a request. Rather too much than
 * too little. Immutable.
 */
public final class Scrubber {
    static final String REMOVED = "(removed)";

    /** A shorter value of a variable would take ordinary words out, too. */
    private static final int LEAST_SECRET = 6;

    private static final Pattern SECRET_NAME =
            Pattern.compile("KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH|JAAS|PRIVATE", Pattern.CASE_INSENSITIVE);
    private static final String VALUE = "(?:\"(?:[^\"\\\\]|\\\\.)*\"?|'[^']*'?|[^\\s,;}\\])]+)";

    private record Rule(Pattern pattern, String replacement) {}

    private static final List<Rule> RULES = List.of(
            new Rule(Pattern.compile("-----BEGIN .*"), REMOVED),
            new Rule(Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{6,}"), "$1 " + REMOVED),
            new Rule(Pattern.compile("(://)[^/\\s@]+@"), "$1" + REMOVED + "@"),
            new Rule(Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+\\.?[A-Za-z0-9_-]*"), REMOVED),
            new Rule(
                    Pattern.compile("\\b(?:sk|pk|rk|ghp|gho|ghs|xox[abpr]|AKIA|AIza)[-_]?[A-Za-z0-9_-]{12,}"), REMOVED),
            new Rule(
                    Pattern.compile("(?i)([\\w.-]*(?:api[-_.]?key|secret|password|passwd|passphrase|credential|jaas"
                            + "|authorization|private[-_.]?key|token)[\"']?\\s*[:=]\\s*)" + VALUE),
                    "$1" + REMOVED),
            new Rule(
                    Pattern.compile("(?i)(\\b(?:prompt|content|messages|message_text|text|completion|input|output"
                            + "|suffix|body|arguments)[\"']?\\s*[:=]\\s*)"
                            + "(?:\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|.*)"),
                    "$1" + REMOVED),
            // What is encoded; hashes in hexadecimal digits are none.
            new Rule(Pattern.compile("\\b(?![0-9a-f]{40,}\\b)[A-Za-z0-9+/_-]{40,}={0,2}"), REMOVED));

    private final List<String> secrets;

    /** @param secrets known ones, to be taken out wherever they stand */
    public Scrubber(Collection<String> secrets) {
        Set<String> parts = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String secret : secrets) {
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= LEAST_SECRET)
                    .forEach(parts::add);
        }
        this.secrets = List.copyOf(parts);
    }

    /** Knows the values of all variables whose name sounds like a secret, and of some more. */
    public static Scrubber of(Map<String, String> environment, Collection<String> more) {
        Set<String> secrets = new TreeSet<>(more);
        environment.forEach((name, value) -> {
            if (SECRET_NAME.matcher(name).find()) {
                secrets.add(value);
            }
        });
        return new Scrubber(secrets);
    }

    /** @param line a line, or any text without line breaks */
    public String line(String line) {
        String scrubbed = line;
        for (String secret : secrets) {
            scrubbed = scrubbed.replace(secret, REMOVED);
        }
        for (Rule rule : RULES) {
            scrubbed = rule.pattern().matcher(scrubbed).replaceAll(rule.replacement());
        }
        return scrubbed;
    }

    /** Only the known secrets, for what cannot hold anything else. */
    String known(String text) {
        String scrubbed = text;
        for (String secret : secrets) {
            scrubbed = scrubbed.replace(secret, REMOVED);
        }
        return scrubbed;
    }
}
