package org.octet.api.error;

/**
 * The user's input is wrong: a missing file, a bad value, data that does not fit the model. Exit
 * code 2.
 */
public sealed class InputException extends OctetException permits UnreadableSampleException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, with the offending value and what to do
   */
  public InputException(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong, with the offending value and what to do
   * @param cause the underlying error, or null
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
