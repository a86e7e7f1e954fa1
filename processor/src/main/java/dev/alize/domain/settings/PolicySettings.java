package dev.alize.domain.settings;

/** The settings of one policy: a record beside the policy, validated in its constructor. */
public interface PolicySettings {
    /** The name of the policy in {@code policies.chain} and {@code policy.<name>}. */
    String policy();

    Conduct conduct();
}
