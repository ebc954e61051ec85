package io.tollgate.cli;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What went wrong with a file that a user named, without the JDK's names for it. */
final class FileProblem {
  private FileProblem() {}

  /** With {@link ErrorCode#FILE_UNUSABLE}. */
  static RefusedException of(Path file, IOException problem) {
    return new RefusedException(ErrorCode.FILE_UNUSABLE, file + " " + why(problem) + ".");
  }

  private static String why(IOException problem) {
    if (problem instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (problem instanceof AccessDeniedException) {
      return "may not be read or written by this user";
    }
    if (problem instanceof FileAlreadyExistsException) {
      return "exists already";
    }
    if (problem instanceof NotDirectoryException) {
      return "is no folder";
    }
    if (problem instanceof CharacterCodingException) {
      return "is not text in UTF-8";
    }
    String reason =
        problem instanceof FileSystemException named ? named.getReason() : problem.getMessage();
    return reason == null ? "cannot be used" : "cannot be used: " + reason;
  }
}
