package io.tollgate.core.command;

import io.tollgate.core.audit.AuditChain;
import io.tollgate.core.system.LineFiles;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks whether an audit log is as it was written. */
@Command(
    name = "verify",
    description = "Looks whether an audit log is as it was written.",
    footer = {
      "",
      "Files that were full are named before the one that was written after them.",
      "Exit status: 0 sound, 1 broken, 2 usage.",
      "Example: audit verify /var/lib/acme/license/audit-*.jsonl /var/lib/acme/license/audit.jsonl"
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private static final int SOUND = 0;
  private static final int BROKEN = 1;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Mixin private Answer answer;
  private final LineFiles files;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The files of one log, the oldest first.")
  private List<String> paths = List.of();

  AuditVerifyCommand(Surroundings surroundings) {
    this.files = surroundings.lineFiles();
    this.answer = new Answer(surroundings.terminal());
  }

  @Override
  public Integer call() throws RefusedException {
    AuditChain chain = new AuditChain();
    for (String path : paths) {
      try {
        chain.read(path, files);
      } catch (IOException e) {
        throw new RefusedException(ErrorCode.FILE_UNUSABLE, path + " " + e.getMessage() + ".");
      }
    }
    Optional<Refusal> broken = chain.broken().map(AuditVerifyCommand::refusal);
    answer.print(answer.isJson() ? json(chain, broken) : text(chain));
    broken.ifPresent(answer::complain);
    if (broken.isEmpty() && chain.isCutOff()) {
      answer.complain(cutOff());
    }
    return broken.isPresent() ? BROKEN : SOUND;
  }

  private static Refusal refusal(AuditChain.Break at) {
    return new Refusal(
        ErrorCode.AUDIT_BROKEN, "Line " + at.line() + " of " + at.file() + ": " + at.what());
  }

  private Refusal cutOff() {
    return new Refusal(ErrorCode.AUDIT_CUT_OFF, "It is in " + paths.get(paths.size() - 1) + ".");
  }

  private static String text(AuditChain chain) {
    StringBuilder text = new StringBuilder(chain.broken().isPresent() ? "broken: " : "sound: ");
    text.append(chain.lines()).append(chain.lines() == 1 ? " entry" : " entries");
    if (chain.broken().isPresent()) {
      text.append(" before the one that does not fit");
    }
    chain.from().ifPresent(from -> text.append(", from ").append(from));
    chain.to().ifPresent(to -> text.append(" to ").append(to));
    chain.continued().ifPresent(file -> text.append(", after those in ").append(file));
    chain.lastHash().ifPresent(hash -> text.append("\nlast:  ").append(hash));
    return text.toString();
  }

  private static String json(AuditChain chain, Optional<Refusal> broken) {
    JsonText json = new JsonText().put("sound", broken.isEmpty()).put("entries", chain.lines());
    chain.from().ifPresent(from -> json.put("from", from));
    chain.to().ifPresent(to -> json.put("to", to));
    chain.lastHash().ifPresent(hash -> json.put("lastHash", hash));
    chain.continued().ifPresent(file -> json.put("continues", file));
    json.put("cutOff", chain.isCutOff());
    chain
        .broken()
        .ifPresent(
            at ->
                json.put("file", at.file())
                    .put("line", at.line())
                    .put("code", ErrorCode.AUDIT_BROKEN.code())
                    .put("message", at.what()));
    return json.toString();
  }
}
