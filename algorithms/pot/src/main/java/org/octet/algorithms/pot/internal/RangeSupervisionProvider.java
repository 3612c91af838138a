package org.octet.algorithms.pot.internal;

import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** Publishes {@code RangeSupervision}. */
public final class RangeSupervisionProvider implements AlgorithmProvider {
  private static final ParameterSchema SCHEMA = new ParameterSchema(Ignored.parameters());

  @Override
  public String name() {
    return "RangeSupervision";
  }

  @Override
  public String description() {
    return "a Clamp behind each activation function, to the range of its values on the samples, against faults of the hardware; quantizes nothing";
  }

  @Override
  public ParameterSchema parameters() {
    return SCHEMA;
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return new RangeSupervision(Ignored.of(parameters));
  }
}
