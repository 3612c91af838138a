package org.octet.core.internal.pipeline;

import java.util.List;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.calibration.RequestList;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.execution.Environment;

/** What algorithms would do, as far as they know it before calibration. */
public final class Explanation {
  private Explanation() {}

  /**
   * Lets the algorithms ask for their statistics, which are not measured, and takes their reasons.
   *
   * @param floatModel the models; not changed
   * @param algorithms the algorithms in order, made for this call
   * @return one entry per operation that computes something
   */
  public static List<OperationEntry> of(
      OptimizedModel floatModel,
      List<NamedAlgorithm> algorithms,
      TargetDevice device,
      Environment environment) {
    OptimizedModel working = floatModel.copy();
    PipelineContext context = new PipelineContext(device, environment, null, working);
    RequestList requests = new RequestList(floatModel);
    for (NamedAlgorithm each : algorithms) {
      Blame.on(
          "algorithm '" + each.name() + "'",
          () -> each.algorithm().register(each.its(working), requests, context));
    }
    return context.ledger().entries(floatModel, device);
  }
}
