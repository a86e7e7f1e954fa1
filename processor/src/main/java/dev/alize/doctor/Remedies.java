package dev.alize.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * What the runbook says to do, as commands of ours where there is one.
 *
 * @param targets the ids of all targets, in the order of preference
 */
public record Remedies(List<String> targets) {
    /** The runbook's own numbers. */
    private static final String FEW = "3";

    private static final String PATIENT = "2m";
    private static final String A_WHILE = "15m";
    private static final String WAIT = "Let requests wait in Kafka rather than fail";

    public Remedies {
        targets = List.copyOf(targets);
    }

    /**
     * Against one trouble of a target.
     *
     * @param key where its key comes from, such as {@code env MISTRAL_API_KEY}; empty where that is not known
     */
    List<Remedy> against(Trouble trouble, String target, String provider, String key) {
        return switch (trouble) {
            case KEY, RIGHTS ->
                List.of(
                        Remedy.byHand("Check the key at "
                                + (provider.equals("mistral") ? "https://console.mistral.ai" : "the provider's console")
                                + " and write the new one " + place(key)),
                        around(target));
            case ENTITLEMENT -> List.of(limits(provider), around(target));
            case QUOTA -> List.of(fewer(target), limits(provider));
            case CAPACITY -> List.of(around(target), fewer(target));
            case SERVER -> elsewhere(target, provider);
            case STRANGE -> List.of(Remedy.byHand("Check base_url of target " + target), around(target));
            case TIMEOUT -> List.of(patience(target), around(target), status(provider));
            case DNS ->
                List.of(Remedy.byHand("Check the name servers and the egress policies of this host"), around(target));
            case REFUSED, LOST, NETWORK ->
                List.of(
                        Remedy.byHand("Check base_url, firewall and egress policies between here and the provider"),
                        around(target));
            case TLS ->
                List.of(Remedy.byHand("Check the clock, ca_file and what intercepts TLS on the way"), around(target));
            case PROXY -> List.of(Remedy.byHand("Check the proxy's address, its user and its rules"), around(target));
        };
    }

    private static String place(String key) {
        if (key.isEmpty()) {
            return "where secret_key_ref points";
        }
        return "to " + key
                + (key.startsWith("file ") ? ": it is read again without a restart" : ", then restart the instances");
    }

    private List<Remedy> elsewhere(String target, String provider) {
        return List.of(around(target), status(provider));
    }

    /** Away from a target while there is another one; else nothing is lost while it waits. */
    Remedy around(String target) {
        return targets.size() > 1
                ? Remedy.control("Use another target while it lasts", "force-fallback", "on", target)
                : Remedy.control(WAIT, "pause", target, "--for", A_WHILE);
    }

    /** What helps no more where no target can be called. */
    static boolean needsAnother(Remedy remedy) {
        return remedy.command().contains("force-fallback")
                || remedy.command().contains("pause") && !remedy.command().contains("--all");
    }

    static Remedy pauseAll() {
        return Remedy.control(WAIT, "pause", "--all", "--for", A_WHILE);
    }

    Remedy fewer(String target) {
        return Remedy.control("Reduce concurrency", "max-concurrency", target, FEW);
    }

    private static Remedy patience(String target) {
        return Remedy.control("Wait longer if answers are only slow", "timeout", target, PATIENT);
    }

    static Remedy resume(String target) {
        return Remedy.control("Start calls again", "resume", target);
    }

    static Remedy resumeAll() {
        return Remedy.control("Start calls again", "resume", "--all");
    }

    static Remedy show() {
        return Remedy.control("See which commands are in force", "show");
    }

    private static Remedy limits(String provider) {
        return Remedy.byHand(
                provider.equals("mistral")
                        ? "Check the limits at https://admin.mistral.ai/plateforme/limits"
                        : "Check the limits at the provider's console");
    }

    private static Remedy status(String provider) {
        return Remedy.byHand(
                provider.equals("mistral")
                        ? "See whether it is down for everyone: https://status.mistral.ai/"
                        : "See the provider's status page");
    }

    /** Each command once, the first word for it staying. */
    static List<Remedy> once(List<Remedy> all) {
        List<Remedy> kept = new ArrayList<>();
        for (Remedy remedy : all) {
            boolean known = kept.stream()
                    .anyMatch(k -> remedy.command().isEmpty()
                            ? k.equals(remedy)
                            : k.command().equals(remedy.command()));
            if (!known) {
                kept.add(remedy);
            }
        }
        return kept;
    }
}
