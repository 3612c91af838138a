package org.octet.distribution.cli.internal;

import java.util.List;
import org.octet.api.DataSpec;
import org.octet.api.DropSpec;
import org.octet.api.GuardSpec;

/** Lays {@code --guard} and its relatives over the demands of a job. Used by one thread. */
final class GuardOverlay {
  private static final String DROP = "drop";

  private final QuantizeOptions how;
  private final List<String> complaints;

  GuardOverlay(QuantizeOptions how, List<String> complaints) {
    this.how = how;
    this.complaints = complaints;
  }

  /**
   * The demands.
   *
   * @param base the job file's; null: there are none
   * @param samples the calibration samples; null: there are none
   */
  GuardSpec over(GuardSpec base, DataSpec samples) {
    GuardSpec spec = base;
    for (String demand : how.guard) {
      spec = demanded(demand, spec == null ? GuardSpec.DEFAULT : spec);
    }
    if (how.guardData != null) {
      spec = withData(spec, samples);
    }
    if (!how.layers) {
      return spec;
    }
    GuardSpec given = spec == null ? GuardSpec.DEFAULT : spec;
    return new GuardSpec(
        given.enabled(),
        given.minSqnr(),
        given.samples(),
        true,
        given.minAgreement(),
        given.drop());
  }

  private GuardSpec demanded(String demand, GuardSpec base) {
    if (demand.equals("off")) {
      return new GuardSpec(
          false, base.minSqnr(), base.samples(), base.layers(), base.minAgreement());
    }
    String[] parts = demand.split("=", 2);
    boolean share = parts[0].equals(DROP) && demand.endsWith("%");
    Double value = parts.length == 2 ? number(parts[1], share) : null;
    if (value != null) {
      switch (parts[0]) {
        case "sqnr":
          return with(base, value, base.minAgreement());
        case "agreement":
          return with(base, base.minSqnr(), value);
        case DROP:
          return with(base, dropped(base.drop(), share ? value / 100 : value, share));
        default:
      }
    }
    complaints.add(
        "--guard "
            + demand
            + ": give sqnr=DB, such as sqnr=20, agreement=0.99, drop=0.01, drop=1%, or off");
    return base;
  }

  private static GuardSpec with(GuardSpec base, Double minSqnr, Double minAgreement) {
    return new GuardSpec(true, minSqnr, base.samples(), base.layers(), minAgreement, base.drop());
  }

  /** Metrics may be demanded where outputs are not compared. */
  private static GuardSpec with(GuardSpec base, DropSpec drop) {
    return new GuardSpec(
        base.enabled(), base.minSqnr(), base.samples(), base.layers(), base.minAgreement(), drop);
  }

  private static DropSpec dropped(DropSpec base, Double maximal, boolean relative) {
    return base == null
        ? new DropSpec(maximal, relative, null, null, null)
        : new DropSpec(maximal, relative, base.metrics(), base.data(), base.maxEvaluations());
  }

  private GuardSpec withData(GuardSpec spec, DataSpec samples) {
    if (spec == null || spec.drop() == null) {
      complaints.add("--guard-data: needs --guard drop=AMOUNT");
      return spec;
    }
    if (samples == null) {
      return spec; // the loader is missed elsewhere
    }
    DropSpec drop = spec.drop();
    DataSpec data =
        new DataSpec(samples.loader(), how.guardData, samples.parameters(), null, null, null);
    return with(
        spec,
        new DropSpec(drop.maximal(), drop.relative(), drop.metrics(), data, drop.maxEvaluations()));
  }

  private static Double number(String text, boolean share) {
    try {
      return Double.valueOf(share ? text.substring(0, text.length() - 1) : text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
