package dev.alize.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize audit}: the audit trail. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "The audit trail: reads it, exports it, and proves that nobody changed it.",
        subcommands = {
            AuditTail.class,
            AuditSearch.class,
            AuditShow.class,
            AuditVerify.class,
            AuditExport.class,
            AuditKeygen.class
        },
        footer = {
            "",
            "Examples:",
            "  alize audit show order-4711 --key customer-12",
            "  alize audit search --from 2h --kind dead_letter --tenant acme",
            "  alize audit verify --from 2026-11-20T14:00:00Z --to 2026-11-20T15:30:00Z",
            "  alize audit export --from 2026-11-20 --output trail.avro"
        })
final class Audit implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing subcommand; expected 'tail', 'search', 'show', 'verify', 'export' or 'keygen'");
    }
}
