package dev.alize.connect.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** Which hosts may be called, by name. Names are compared in lower case. */
record HostRules(List<String> rules) {
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern BELOW = Pattern.compile("\\*\\." + LABEL + "(\\." + LABEL + ")+");

    HostRules {
        rules = List.copyOf(rules);
    }

    /** @throws ConfigException where one is no rule */
    static HostRules of(String setting, List<String> given) {
        List<String> rules = new ArrayList<>();
        for (String one : given) {
            String rule = one.strip().toLowerCase(Locale.ROOT);
            if (!rule.equals("*") && !matches(rule)) {
                throw new ConfigException(
                        setting,
                        one,
                        "expected a host such as hooks.example.com, *.example.com or *, without scheme, port and path");
            }
            rules.add(rule);
        }
        if (rules.isEmpty()) {
            throw new ConfigException(setting, given, "got nothing, expected at least one host");
        }
        return new HostRules(rules);
    }

    private static boolean matches(String rule) {
        return NAME.matcher(rule).matches() || BELOW.matcher(rule).matches();
    }

    /** @param host in lower case */
    boolean allow(String host) {
        return rules.stream().anyMatch(rule -> allows(rule, host));
    }

    private static boolean allows(String rule, String host) {
        if (rule.equals("*")) {
            return true;
        }
        return rule.startsWith("*.") ? host.endsWith(rule.substring(1)) && !host.startsWith(".") : rule.equals(host);
    }
}
