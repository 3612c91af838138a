package org.octet.api.error;

/** A defect of Octet itself; please report it. Exit code 70. */
public final class InternalException extends OctetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, with the offending value and what to do
   */
  public InternalException(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong, with the offending value and what to do
   * @param cause the underlying error, or null
   */
  public InternalException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 70;
  }
}
