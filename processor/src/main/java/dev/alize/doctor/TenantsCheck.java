package dev.alize.doctor;

import dev.alize.client.Problem;
import dev.alize.client.TenantAccess.Seen;
import dev.alize.diagnosis.Severity;
import java.util.ArrayList;
import java.util.List;

/** What the ACLs of tenants' topics mean. */
final class TenantsCheck {
    private TenantsCheck() {}

    /** @param tenants how many have topics of their own */
    static Finding of(int tenants, Seen seen) {
        String of = Texts.count(tenants, "tenant") + " with topics of their own";
        return switch (seen) {
            case Seen.Acls acls -> of(of, acls.problems());
            case Seen.NoAuthorizer none ->
                finding(
                        Severity.P3,
                        of + ", but the brokers have no authorizer: anybody may write there in their name",
                        List.of(),
                        "Set authorizer.class.name on the brokers, then alize topics create --acls");
            case Seen.Denied denied ->
                finding(
                        Severity.P4,
                        of + "; who may write there is not known: " + Texts.line(denied.reason()),
                        List.of(),
                        "Allow the principal of this command Describe on the cluster");
        };
    }

    private static Finding of(String says, List<Problem> problems) {
        return problems.isEmpty()
                ? Finding.fine(Area.TENANTS, "", says + ", and no ACL lets anybody else use them", List.of())
                : finding(
                        Severity.P3,
                        says + ", and " + Texts.count(problems.size(), "ACL") + " to be put right",
                        facts(problems),
                        "Set the ACLs with kafka-acls; alize topics create --acls makes those that tenants need");
    }

    private static Finding finding(Severity severity, String says, List<Fact> facts, String remedy) {
        return new Finding(Area.TENANTS, "", severity, says, facts, List.of(Remedy.byHand(remedy)));
    }

    /** Names of facts differ, and a topic can have several problems. */
    private static List<Fact> facts(List<Problem> problems) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < problems.size(); i++) {
            Problem problem = problems.get(i);
            long before = problems.subList(0, i).stream()
                    .filter(other -> other.where().equals(problem.where()))
                    .count();
            String name = before == 0 ? problem.where() : problem.where() + " (" + (before + 1) + ")";
            facts.add(new Fact(name, "got " + problem.got() + "; expected " + problem.expected()));
        }
        return facts;
    }
}
