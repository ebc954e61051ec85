package io.tollgate.core.command;

/** A mistake of the user's that has no code of its own; the message is all there is to say. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  public CommandException(String message) {
    super(message);
  }
}
