package org.octet.api.error;

/**
 * The runtime (OpenVINO) refused or failed; the message carries the runtime's own text. Exit code
 * 6.
 */
public final class InferenceException extends OctetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, with the offending value and what to do
   */
  public InferenceException(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong, with the offending value and what to do
   * @param cause the underlying error, or null
   */
  public InferenceException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 6;
  }
}
