package dev.alize.diagnosis;

/** How bad it was, as in the incident runbook. */
public enum Severity {
    P1("complete outage"),
    P2("degraded service"),
    P3("minor impact"),
    P4("no user impact");

    private final String words;

    Severity(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
