package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.PageStatus;

/**
 * The answer to "is it down for everyone or just me".
 *
 * @param code everyone, just_me or unknown
 * @param because why, as a sentence
 */
record Reach(String code, String because) {
    private static final String EVERYONE = "everyone";
    private static final String JUST_ME = "just_me";
    private static final String UNKNOWN = "unknown";

    /**
     * What else is seen.
     *
     * @param providerAnswers whether calls at another target of the same provider succeed, or its probes
     * @param othersAnswer whether calls at a target of another provider succeed
     * @param othersFail whether calls at a target of another provider fail over the network, too
     * @param instancesDiffer whether some instances see it and others do not
     */
    record Sights(boolean providerAnswers, boolean othersAnswer, boolean othersFail, boolean instancesDiffer) {}

    static Reach of(Cause cause, String provider, Sights sights) {
        return switch (cause) {
            case KEY -> new Reach(JUST_ME, "The provider answers, and refuses our key.");
            case QUOTA -> new Reach(JUST_ME, "The provider answers; it is our own quota that is used up.");
            case CAPACITY -> new Reach(EVERYONE, "The provider says itself that it has no capacity left.");
            case SERVER ->
                sights.providerAnswers()
                        ? new Reach(EVERYONE, "The provider answers with errors of its own, at some targets.")
                        : new Reach(EVERYONE, "The provider answers with errors of its own.");
            case NETWORK, TIMEOUT -> network(cause, provider, sights);
            case SLOW -> new Reach(UNKNOWN, "Calls succeed, but slowly; that may be the provider or the way to it.");
            case OURS -> new Reach(JUST_ME, "The fault lies with the gateway or its configuration.");
            case GAP -> new Reach(JUST_ME, "It is about our own monitoring.");
            case POLICY, CALLER, UNKNOWN -> new Reach(UNKNOWN, "No call says why.");
        };
    }

    /** With what the provider's status page says; what the failure itself tells goes before it. */
    Reach with(Cause cause, PageStatus page) {
        boolean isOurs = switch (cause) {
            case KEY, QUOTA, OURS, GAP, POLICY, CALLER -> true;
            case CAPACITY, SERVER, NETWORK, TIMEOUT, SLOW, UNKNOWN -> false;
        };
        if (isOurs) {
            return this;
        }
        return switch (page.state()) {
            case NONE -> this;
            case TROUBLE -> new Reach(EVERYONE, because + " The provider's status page says: " + page.says() + ".");
            case UNKNOWN ->
                new Reach(code, because + " The provider's status page does not help: " + page.says() + ".");
            case UP ->
                new Reach(
                        code.equals(UNKNOWN) && cause != Cause.UNKNOWN ? JUST_ME : code,
                        because + " The provider's status page shows no trouble.");
        };
    }

    private static Reach network(Cause cause, String provider, Sights sights) {
        if (sights.othersFail()) {
            return new Reach(
                    JUST_ME, "Another provider is not reached either: the fault is on our side of the network.");
        }
        if (sights.instancesDiffer()) {
            return new Reach(JUST_ME, "Some of our instances reach " + provider + ", others do not.");
        }
        if (sights.providerAnswers()) {
            return new Reach(EVERYONE, provider + " answers probes or calls at other targets: the way there works.");
        }
        if (sights.othersAnswer()) {
            return new Reach(EVERYONE, "Other providers are reached: only " + provider + " does not answer.");
        }
        return new Reach(
                UNKNOWN,
                cause == Cause.TIMEOUT
                        ? "There is no answer from " + provider + ", and no other provider to compare with."
                        : provider + " is not reached, and there is no other provider to compare with.");
    }
}
