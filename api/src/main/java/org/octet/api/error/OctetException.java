package org.octet.api.error;

/**
 * Base of all errors that Octet reports on purpose. The family is closed: every kind says who is to
 * blame and has one exit code, which scripts rely on. Messages name the file or key, the value, and
 * what is allowed.
 */
public abstract sealed class OctetException extends RuntimeException
    permits InputException,
        UnsupportedModelException,
        PluginException,
        QualityException,
        InferenceException,
        OutputException,
        CancelledException,
        InternalException {
  private static final long serialVersionUID = 1L;

  OctetException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The exit code of the command line for this kind of error. */
  public abstract int exitCode();
}
