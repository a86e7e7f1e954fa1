package dev.alize.policies.safety;

import java.util.Locale;

/** The kinds of harm that the safety filter tells apart. */
public enum Category {
    /** Against people for what they are: origin, religion, sex, disability. */
    HATE(true),
    /** Against a person: insults, bullying, stalking. */
    HARASSMENT(true),
    /** Threats, calls for violence, its praise, and gore. */
    VIOLENCE(true),
    /** Suicide, self-injury, eating disorders: the wish, the method, the praise. */
    SELF_HARM(true),
    /** Sexually explicit. */
    SEXUAL(true),
    /** Sexual, about minors. No such text was trained on: rules only. */
    SEXUAL_MINORS(false),
    /** Weapons, explosives, poisons and drugs: how to make or get them. */
    WEAPONS(true),
    /** Fraud, theft, forgery and other crimes. */
    CRIME(true),
    /** Malicious programs and intrusion. */
    CYBER(true);

    private final boolean learnt;

    Category(boolean learnt) {
        this.learnt = learnt;
    }

    /** The name used in configuration, findings and the model, such as {@code self_harm}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the model has a label for it; else it is found by rules only. */
    public boolean learnt() {
        return learnt;
    }
}
