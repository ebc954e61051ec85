package io.tollgate.core.command;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What went wrong with a file that a user named, without the JDK's names for it. */
public final class FileProblem {
  private FileProblem() {}

  /** With {@link ErrorCode#FILE_UNUSABLE}; the file is the one that the problem names. */
  public static RefusedException of(IOException problem) {
    String file =
        problem instanceof FileSystemException named && named.getFile() != null
            ? named.getFile()
            : "A file";
    return of(file, problem);
  }

  /** With {@link ErrorCode#FILE_UNUSABLE}. */
  public static RefusedException of(Path file, IOException problem) {
    return of(file.toString(), problem);
  }

  private static RefusedException of(String file, IOException problem) {
    return new RefusedException(ErrorCode.FILE_UNUSABLE, file + " " + why(problem) + ".");
  }

  private static String why(IOException problem) {
    if (problem instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (problem instanceof AccessDeniedException) {
      return "may not be read or written by this user";
    }
    if (problem instanceof NotDirectoryException) {
      return "is no folder";
    }
    if (problem instanceof CharacterCodingException) {
      return "is not text in UTF-8";
    }
    if (problem instanceof FileSystemException named) {
      return "cannot be used: "
          + (named.getReason() == null ? "no reason given" : named.getReason());
    }
    return "cannot be used: " + problem.getMessage();
  }
}
