package io.tollgate.core.policy;

import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.policy.PolicyFiles;
import java.io.File;
import java.io.IOException;

/** A policy that lies in a folder, its key files named relative to it. */
public final class PolicyFolder implements PolicyFiles {
  private final File folder;
  private final FileSystem files;

  /** The folder of that policy. */
  public PolicyFolder(File policy, FileSystem files) {
    this.folder = policy.getAbsoluteFile().getParentFile();
    this.files = files;
  }

  @Override
  public byte[] read(String name) throws IOException {
    File file = new File(name).isAbsolute() ? new File(name) : new File(folder, name);
    FileContent content = files.read(file.getPath(), MOST_BYTES);
    if (content instanceof FileContent.Bytes bytes) {
      return bytes.bytes();
    }
    if (content instanceof FileContent.Unreadable unreadable) {
      throw new IOException(file + " " + unreadable.why());
    }
    if (content instanceof FileContent.TooLarge) {
      throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
    }
    throw new IOException(file + " does not exist");
  }
}
