package io.tollgate.core.chores;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Rereader;
import io.tollgate.core.source.MountTable;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;

/**
 * Tells once that a renewed token will not arrive, because its file is a mount of its own. Not
 * before a renewal is wanted: a valid license is no occasion for a word.
 */
public final class MountReport implements Rereader.AfterRead {
  private final LicenseKeeper keeper;
  private final String tokenFile;
  private final FileSystem files;
  private boolean looked;

  public MountReport(LicenseKeeper keeper, String tokenFile, FileSystem files) {
    this.keeper = keeper;
    this.tokenFile = tokenFile;
    this.files = files;
  }

  @Override
  public void afterRead(long now) {
    if (looked || keeper.status().state() == State.VALID) {
      return;
    }
    looked = true;
    if (MountTable.isMountedAlone(tokenFile, files)) {
      keeper.report(
          Action.REJECTED, new Refusal(ErrorCode.MOUNTED_ALONE, "It is " + tokenFile + "."));
    }
  }
}
