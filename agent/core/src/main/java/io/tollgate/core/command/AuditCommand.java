package io.tollgate.core.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What can be asked about an audit log. */
@Command(
    name = "audit",
    description = "Asks about the audit log of a product.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AuditVerifyCommand.class,
    footer = {"", "Example: audit verify /var/lib/acme/license/audit.jsonl"})
final class AuditCommand {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();
}
