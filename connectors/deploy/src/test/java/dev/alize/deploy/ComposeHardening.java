package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every service runs without privileges, within limits, and is looked after. */
final class ComposeHardening {
    private static final Pattern HEAP = Pattern.compile("-Xmx([0-9]+)m");
    private static final Pattern SIZE = Pattern.compile("([0-9]+)([mg])");
    private static final Pattern SECONDS = Pattern.compile("([0-9]+)s");
    /** The rest is for stacks, code, buffers and files in memory. */
    private static final double MOST_HEAP = 0.6;

    private ComposeHardening() {}

    static List<String> privileges(Compose compose) {
        List<String> problems = new ArrayList<>();
        compose.services().forEach((name, service) -> {
            if (!service.path("user").asText().matches("[1-9][0-9]*:[0-9]+")) {
                problems.add(name + ": no user with a number, or root");
            }
            if (!service.path("read_only").asBoolean()) {
                problems.add(name + ": its file system can be written");
            }
            if (!Compose.names(service.path("cap_drop")).equals(List.of("ALL")) || service.has("cap_add")) {
                problems.add(name + ": keeps capabilities");
            }
            if (!Compose.names(service.path("security_opt")).contains("no-new-privileges:true")) {
                problems.add(name + ": may gain privileges");
            }
            if (service.path("privileged").asBoolean() || service.has("network_mode") || service.has("pid")) {
                problems.add(name + ": shares what is the host's");
            }
        });
        return problems;
    }

    static List<String> limits(Compose compose) {
        List<String> problems = new ArrayList<>();
        compose.services().forEach((name, service) -> {
            JsonNode limits = service.at("/deploy/resources/limits");
            for (String limit : List.of("cpus", "memory", "pids")) {
                if (!limits.has(limit)) {
                    problems.add(name + ": no limit of " + limit);
                }
            }
            if (!service.at("/logging/options").has("max-size")) {
                problems.add(name + ": its log grows for ever");
            }
            heap(compose, name).stream()
                    .filter(heap ->
                            heap > MOST_HEAP * megabytes(limits.path("memory").asText()))
                    .forEach(heap -> problems.add(name + ": a heap of " + heap + " MB is too much for a limit of "
                            + limits.path("memory").asText()));
        });
        return problems;
    }

    private static List<Integer> heap(Compose compose, String service) {
        List<Integer> heaps = new ArrayList<>();
        compose.environment(service).values().forEach(value -> {
            Matcher matcher = HEAP.matcher(value);
            if (matcher.find()) {
                heaps.add(Integer.parseInt(matcher.group(1)));
            }
        });
        return heaps;
    }

    private static int megabytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        return matcher.matches()
                ? Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("g") ? 1024 : 1)
                : 0;
    }

    /** A service that runs on has a check and is started again; one that ends has neither. */
    static List<String> health(Compose compose) {
        List<String> problems = new ArrayList<>();
        compose.services().forEach((name, service) -> {
            JsonNode health = service.path("healthcheck");
            boolean isChecked = health.has("test") && !health.path("disable").asBoolean();
            if (compose.isOneShot(name) == isChecked) {
                problems.add(name + (isChecked ? ": has a check and is not started again" : ": has no health check"));
            }
            if (isChecked && !(health.has("interval") && health.has("timeout") && health.has("retries"))) {
                problems.add(name + ": its health check lacks interval, timeout or retries");
            }
        });
        return problems;
    }

    /**
     * A stop waits longer than the program does.
     *
     * @param drains how long a service waits for what is open, as text such as {@code 60s}
     */
    static List<String> stops(Compose compose, Map<String, String> drains) {
        List<String> problems = new ArrayList<>();
        drains.forEach((name, drain) -> {
            int grace = seconds(compose.service(name).path("stop_grace_period").asText("10s"));
            if (grace <= seconds(drain)) {
                problems.add(name + ": is killed after " + grace + " s, while it may wait for " + drain);
            }
        });
        return problems;
    }

    private static int seconds(String duration) {
        Matcher matcher = SECONDS.matcher(duration);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("got '" + duration + "', expected seconds such as '60s'");
        }
        return Integer.parseInt(matcher.group(1));
    }
}
