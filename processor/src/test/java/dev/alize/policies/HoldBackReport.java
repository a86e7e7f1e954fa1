package dev.alize.policies;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.domain.Direction;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.gateway.PolicyChains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many deltas later the guards of a configuration let the text of a stream go, for each guard and for all of them in
 * their order. Counts characters, not time, so it says the same on every machine. Arguments: a configuration, a file of
 * requests in the batch format whose prompts stand for answers, characters of a delta.
 */
final class HoldBackReport {
    private HoldBackReport() {}

    public static void main(String... arguments) throws IOException {
        var chain = PolicyChains.of(
                        new ConfigurationReader().read(Path.of(arguments[0])).policies())
                .usual();
        int size = Integer.parseInt(arguments[2]);
        List<String> texts = texts(Path.of(arguments[1]));
        About about = new About(new Identity("t", "r", 0), null, null, Set.of(), true);
        Material answer = new Material(Direction.RESPONSE, about, List.of(), List.of(), Map.of(), Map.of());
        List<Policy> guarding = chain.links().stream()
                .filter(link -> link.conduct().judges(Direction.RESPONSE))
                .map(Link::policy)
                .filter(policy -> policy.guard(answer).isPresent())
                .toList();
        for (Policy policy : guarding) {
            report(policy.name(), texts, List.of(policy), answer, size);
        }
        report("all", texts, guarding, answer, size);
    }

    private static List<String> texts(Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            new ObjectMapper()
                    .readTree(line)
                    .at("/body/messages")
                    .forEach(message -> texts.add(message.path("content").asText()));
        }
        return texts;
    }

    private static void report(String name, List<String> texts, List<Policy> policies, Material answer, int size) {
        List<Integer> late = new ArrayList<>();
        for (String text : texts) {
            List<StreamGuard> guards = policies.stream()
                    .flatMap(policy -> policy.guard(answer).stream())
                    .toList();
            int released = 0;
            for (int from = 0; from < text.length(); from += size) {
                String part = text.substring(from, Math.min(text.length(), from + size));
                for (StreamGuard guard : guards) {
                    part = part.isEmpty() ? "" : guard.add(part);
                }
                for (int i = 0; i < part.length(); i++) {
                    late.add(Math.max(0, from / size - released++ / size));
                }
            }
        }
        int[] sorted = late.stream().mapToInt(Integer::intValue).sorted().toArray();
        System.out.printf(
                "%-16s deltas late: mean %.1f, median %d, p99 %d, most %d (%d characters, %d to a delta)%n",
                name,
                Arrays.stream(sorted).average().orElse(0),
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.99)],
                sorted[sorted.length - 1],
                sorted.length,
                size);
    }
}
