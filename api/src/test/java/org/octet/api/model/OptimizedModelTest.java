package org.octet.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.model.OptimizedModel.Rescaling;

class OptimizedModelTest {
  private static OptimizedModel cascade() {
    Map<String, Model> models = new LinkedHashMap<>();
    models.put("first", new Model("first", 11));
    models.put("second", new Model("second", 11));
    OptimizedModel cascade = new OptimizedModel(models);
    cascade.rescale(new TensorId("first", "x", 0), 1, new float[] {2}, new float[1]);
    cascade.rescale(new TensorId("second", "x", 0), 1, new float[] {3}, new float[1]);
    return cascade;
  }

  @Test
  void rescalingsAreTakenOnce() {
    OptimizedModel cascade = cascade();
    assertThat(cascade.takeRescalings()).hasSize(2);
    assertThat(cascade.rescalings()).isEmpty();
  }

  @Test
  void whoSeesSomeModelsTakesTheirRescalings() {
    OptimizedModel cascade = cascade();
    assertThat(cascade.only(List.of("second")).takeRescalings())
        .singleElement()
        .extracting(Rescaling::tensor)
        .isEqualTo(new TensorId("second", "x", 0));
    assertThat(cascade.rescalings())
        .extracting(Rescaling::tensor)
        .containsExactly(new TensorId("first", "x", 0));
  }
}
