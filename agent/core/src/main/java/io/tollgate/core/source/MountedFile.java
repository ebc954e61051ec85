package io.tollgate.core.source;

import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.token.TokenText;

/** The file that a Kubernetes Secret, or an administrator, puts there. */
public final class MountedFile implements TokenPlace {
  private final String path;
  private final int mostBytes;
  private final FileSystem files;

  /** A file that may hold a token. */
  public MountedFile(String path, FileSystem files) {
    this(path, TokenText.MOST_BYTES, files);
  }

  /** A file that may hold something else that is signed, and larger. */
  public MountedFile(String path, int mostBytes, FileSystem files) {
    this.path = path;
    this.mostBytes = mostBytes;
    this.files = files;
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public PlaceContent read() {
    FileContent content = files.read(path, mostBytes);
    if (content instanceof FileContent.Bytes bytes) {
      return new PlaceContent.Found(bytes.bytes());
    }
    if (content instanceof FileContent.Unreadable unreadable) {
      return new PlaceContent.Failed(
          new Refusal(ErrorCode.TOKEN_UNREADABLE, path + " " + unreadable.why() + "."));
    }
    if (content instanceof FileContent.TooLarge) {
      return new PlaceContent.Failed(
          new Refusal(ErrorCode.TOKEN_TOO_LARGE, "It lies in " + path + "."));
    }
    return new PlaceContent.Nothing();
  }
}
