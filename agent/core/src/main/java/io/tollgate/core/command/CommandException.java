package io.tollgate.core.command;

/**
 * A mistake on the command line ({@code TG-CFG-0010}); the message is what is to be said of it, in
 * whole sentences.
 */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  public CommandException(String message) {
    super(message);
  }
}
