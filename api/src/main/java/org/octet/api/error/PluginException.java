package org.octet.api.error;

/**
 * A plugin is broken, or was removed while a job used it. (An unknown name is the user's input.)
 * Exit code 4.
 */
public final class PluginException extends OctetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, with the offending value and what to do
   */
  public PluginException(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong, with the offending value and what to do
   * @param cause the underlying error, or null
   */
  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 4;
  }
}
