package org.octet.api.error;

/** The user cancelled the job. Exit code 130. */
public final class CancelledException extends OctetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, with the offending value and what to do
   */
  public CancelledException(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong, with the offending value and what to do
   * @param cause the underlying error, or null
   */
  public CancelledException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 130;
  }
}
