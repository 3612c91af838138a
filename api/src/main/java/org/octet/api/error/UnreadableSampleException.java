package org.octet.api.error;

/**
 * One sample cannot be read, for example a damaged picture. Thrown by {@code DataLoader.get}; core
 * skips and counts the sample when {@link #skippable()}, otherwise the job ends with this error.
 */
public final class UnreadableSampleException extends InputException {
  private static final long serialVersionUID = 1L;

  private final String sampleId;
  private final boolean skippable;

  /**
   * @param sampleId id of the sample, such as the file's relative name
   * @param reason why it cannot be read
   * @param skippable whether the user's configuration allows to go on without it
   * @param cause the underlying error, or null
   */
  public UnreadableSampleException(
      String sampleId, String reason, boolean skippable, Throwable cause) {
    super("cannot read sample '" + sampleId + "': " + reason, cause);
    this.sampleId = sampleId;
    this.skippable = skippable;
  }

  /** Id of the sample that cannot be read. */
  public String sampleId() {
    return sampleId;
  }

  /** Whether the job may go on without this sample. */
  public boolean skippable() {
    return skippable;
  }
}
