package org.octet.api.error;

/**
 * The model is a model, but one that Octet cannot process, such as one that is already quantized.
 * Exit code 3.
 */
public final class UnsupportedModelException extends OctetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, with the offending value and what to do
   */
  public UnsupportedModelException(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong, with the offending value and what to do
   * @param cause the underlying error, or null
   */
  public UnsupportedModelException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
