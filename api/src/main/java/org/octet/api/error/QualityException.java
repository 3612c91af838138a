package org.octet.api.error;

/** The guard could not reach the quality that was asked for. Exit code 5. */
public final class QualityException extends OctetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, with the offending value and what to do
   */
  public QualityException(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong, with the offending value and what to do
   * @param cause the underlying error, or null
   */
  public QualityException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 5;
  }
}
