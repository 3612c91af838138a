package org.octet.core.internal.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.layers.MultiplyAdds;

/** What operations in float cost, in multiply-adds. Thread-safe. */
final class ReturnedCost {
  private final OptimizedModel floats;

  ReturnedCost(OptimizedModel floats) {
    this.floats = floats;
  }

  /** The multiply-adds of an operation, as far as they are known. */
  long of(Repair.Culprit culprit) {
    return floats
        .model(culprit.model())
        .operation(culprit.operation())
        .flatMap(MultiplyAdds::of)
        .orElse(0L);
  }

  /** The share of the multiply-adds that operations compute; empty where not known. */
  OptionalDouble shareOf(Collection<Repair.Culprit> returned) {
    double all = 0;
    for (Model model : floats.models().values()) {
      Long its = MultiplyAdds.of(model);
      if (its == null) {
        return OptionalDouble.empty();
      }
      all += its;
    }
    double floating = returned.stream().mapToLong(this::of).sum();
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(floating / all);
  }

  /** The same in words; empty where not known. */
  String share(List<Repair.Culprit> returned) {
    OptionalDouble share = shareOf(returned);
    return share.isEmpty()
        ? ""
        : String.format(Locale.ROOT, ", %.1f %% of the multiply-adds", 100 * share.getAsDouble());
  }
}
