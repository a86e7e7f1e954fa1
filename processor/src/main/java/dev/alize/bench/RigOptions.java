package dev.alize.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a bench runs on.
 *
 * @param processors how many, 1 or more
 * @param brokers how many, 1, 3 or 5
 * @param processing further keys of the block {@code processing} of their configuration
 * @param jvmOptions further options of their virtual machines
 * @param providers what they call
 * @param policies the blocks {@code policies} and {@code policy} of their configuration, as YAML
 */
public record RigOptions(
        int processors,
        int brokers,
        Map<String, String> processing,
        List<String> jvmOptions,
        Providers providers,
        String policies) {
    /** The chain of a run without a configuration. */
    static final String USUAL_POLICIES = "policies: {chain: [audit-logger]}\n";

    /** The same with a trail that is chained and sealed. */
    private static final String IMMUTABLE = USUAL_POLICIES + "policy: {audit-logger: {immutable: true}}\n";

    /** With one provider that answers everything, and the usual chain. */
    public RigOptions(int processors, int brokers, Map<String, String> processing, List<String> jvmOptions) {
        this(processors, brokers, processing, jvmOptions, Providers.USUAL, USUAL_POLICIES);
    }

    public RigOptions {
        if (processors < 1) {
            throw new IllegalArgumentException("processors: got " + processors + ", expected 1 or more");
        }
        if (brokers != 1 && brokers != 3 && brokers != 5) {
            throw new IllegalArgumentException("brokers: got " + brokers + ", expected 1, 3 or 5");
        }
        processing = Map.copyOf(processing);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** The same with the usual chain and an immutable audit trail. */
    public RigOptions immutable() {
        return new RigOptions(processors, brokers, processing, jvmOptions, providers, IMMUTABLE);
    }

    /** The same with one more key of the block {@code processing}. */
    RigOptions with(String key, String value) {
        Map<String, String> more = new HashMap<>(processing);
        more.put(key, value);
        return new RigOptions(processors, brokers, more, jvmOptions, providers, policies);
    }

    /** The same with a key of the block {@code processing}, unless that is given. */
    RigOptions orElse(String key, String value) {
        return processing.containsKey(key) ? this : with(key, value);
    }

    /** The same with one more option of the processors' virtual machines, which comes before those given. */
    RigOptions withJvm(String option) {
        List<String> more = new ArrayList<>(List.of(option));
        more.addAll(jvmOptions);
        return new RigOptions(processors, brokers, processing, more, providers, policies);
    }

    /** The same with these providers. */
    RigOptions with(Providers others) {
        return new RigOptions(processors, brokers, processing, jvmOptions, others, policies);
    }

    /** The same without keys of the block {@code processing}. */
    RigOptions withoutProcessing() {
        return new RigOptions(processors, brokers, Map.of(), jvmOptions, providers, policies);
    }

    /** The same with another chain. */
    public RigOptions withPolicies(String yaml) {
        return new RigOptions(processors, brokers, processing, jvmOptions, providers, yaml);
    }
}
