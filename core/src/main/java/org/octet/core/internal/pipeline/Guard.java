package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.octet.api.DropSpec;
import org.octet.api.GuardSpec;

/**
 * What is demanded of a result.
 *
 * @param enabled whether outputs are compared
 * @param minSqnr least ratio of every output in dB
 * @param minAgreement least share of equal decisions
 * @param allDecide whether outputs that are not probabilities are held to decide, too
 * @param samples samples compared at most
 * @param layers whether tensors inside the network are compared, for the report
 * @param force whether a result that misses the demands is kept all the same
 * @param drop how much worse metrics may become; null: they are held to nothing
 * @param accuracy measures them; null where {@code drop} is
 */
public record Guard(
    boolean enabled,
    double minSqnr,
    double minAgreement,
    boolean allDecide,
    int samples,
    boolean layers,
    boolean force,
    DropSpec drop,
    Accuracy accuracy) {
  private static final int DEFAULT_SAMPLES = 50;
  private static final double DEFAULT_MIN_SQNR = 8;
  private static final double DEFAULT_MIN_AGREEMENT = 0.8;

  /** Standard errors that a demand holds by with a confidence of 95 percent. */
  private static final double CONFIDENT = 1.645;

  /**
   * The demands as the user says.
   *
   * @param spec null: defaults
   * @param force whether a result that misses them is kept
   */
  public static Guard of(GuardSpec spec, boolean force) {
    return of(spec, force, null);
  }

  /**
   * The demands as the user says, of metrics too.
   *
   * @param accuracy measures metrics; needed where the user demands something of them
   */
  public static Guard of(GuardSpec spec, boolean force, Accuracy accuracy) {
    GuardSpec given = spec == null ? GuardSpec.DEFAULT : spec;
    return new Guard(
        given.enabled() == null || given.enabled(),
        given.minSqnr() == null ? DEFAULT_MIN_SQNR : given.minSqnr(),
        given.minAgreement() == null ? DEFAULT_MIN_AGREEMENT : given.minAgreement(),
        given.minAgreement() != null,
        given.samples() == null ? DEFAULT_SAMPLES : given.samples(),
        Boolean.TRUE.equals(given.layers()),
        force,
        given.drop(),
        accuracy);
  }

  /** Whether more is demanded than of every result. */
  boolean demanding() {
    return minSqnr > DEFAULT_MIN_SQNR || minAgreement > DEFAULT_MIN_AGREEMENT;
  }

  /**
   * What a result misses, one sentence per output; empty where the demands hold.
   *
   * @param confident whether they have to hold on other samples, too, with a confidence of 95
   *     percent
   */
  List<String> complaints(Evaluator.Result result, boolean confident) {
    double margin = confident ? CONFIDENT : 0;
    Evaluator.Result.Errors errors = result.errors();
    List<String> complaints = new ArrayList<>();
    result
        .sqnr()
        .forEach(
            (output, sqnr) ->
                checkSqnr(output, sqnr, margin * errors.sqnr().get(output), complaints));
    result
        .agreement()
        .forEach(
            (output, share) -> {
              if (share - margin * errors.agreement().get(output) < minAgreement) {
                complaints.add(
                    said(
                        "output '%s' decides like the float model in %.2f %%, %.2f %% are demanded"
                            + " (guard.minAgreement)",
                        output, 100 * share, 100 * minAgreement));
              }
            });
    return complaints;
  }

  private void checkSqnr(String output, double sqnr, double margin, List<String> complaints) {
    if (Double.isNaN(sqnr)) {
      complaints.add("output '%s' is NaN or infinite".formatted(output));
    } else if (sqnr - margin < minSqnr || sqnr == 0 && minSqnr == 0) {
      // an output that died has exactly as much noise as signal
      complaints.add(
          said(
              "output '%s' has %.2f dB SQNR, %.2f dB are demanded (guard.minSqnr)",
              output, sqnr, minSqnr));
    }
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
