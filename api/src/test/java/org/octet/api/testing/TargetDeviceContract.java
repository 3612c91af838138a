package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.octet.api.device.FusedPattern;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

/** What every target device must keep: it is data that do not contradict each other. */
public abstract class TargetDeviceContract {
  /** The provider. */
  protected abstract TargetDeviceProvider provider();

  private TargetDevice device() {
    return provider().device();
  }

  @Test
  void isNamedAsItsPlugin() {
    assertThat(device().name()).isEqualTo(provider().name());
  }

  @Test
  void isTheSameTwice() {
    TargetDeviceProvider provider = provider();
    assertThat(provider.device()).isEqualTo(provider.device()).isEqualTo(device());
  }

  @Test
  void threadsGetTheSame() throws Exception {
    TargetDeviceProvider provider = provider();
    for (TargetDevice device : Together.run(t -> () -> provider.device())) {
      assertThat(device).isEqualTo(device());
    }
  }

  @Test
  void quantizesSomething() {
    assertThat(device().operations()).isNotEmpty();
  }

  @Test
  void everyTypeIsThereOnce() {
    assertThat(device().operations().stream().map(OperationConfig::type))
        .doesNotHaveDuplicates()
        .allSatisfy(type -> assertThat(type).matches("[A-Z][A-Za-z0-9]*"));
    for (OperationConfig operation : device().operations()) {
      assertThat(device().operation(operation.type())).contains(operation);
    }
  }

  @Test
  void everyTypeHasAQuantizer() {
    for (OperationConfig operation : device().operations()) {
      assertThat(quantizers(operation)).as("quantizers of %s", operation.type()).isNotEmpty();
    }
  }

  @Test
  void candidatesAreDifferent() {
    for (OperationConfig operation : device().operations()) {
      assertThat(operation.activations()).as(operation.type()).doesNotHaveDuplicates();
      assertThat(operation.weights()).as(operation.type()).doesNotHaveDuplicates();
      assertThat(operation.outputs()).as(operation.type()).doesNotHaveDuplicates();
    }
  }

  @Test
  void codesHaveTwoToThirtyTwoBits() {
    assertThat(quantizers())
        .allSatisfy(
            q -> {
              assertThat(q.bits()).isBetween(2, 32);
              assertThat(q.levels()).isBetween(3L, 1L << 32);
              assertThat(q.mode()).isNotNull();
            });
  }

  private List<QuantizerConfig> quantizers() {
    return device().operations().stream().flatMap(o -> quantizers(o).stream()).toList();
  }

  private static List<QuantizerConfig> quantizers(OperationConfig operation) {
    return Stream.of(operation.activations(), operation.weights(), operation.outputs())
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void whatOnlyMovesValuesIsNotQuantized() {
    Set<String> both = new HashSet<>(device().agnostic());
    device().operations().forEach(o -> assertThat(both).doesNotContain(o.type()));
  }

  @Test
  void setsHaveNamesOfTypes() {
    assertThat(device().agnostic()).allMatch(type -> type.matches("[A-Z][A-Za-z0-9]*"));
    assertThat(device().unified()).allMatch(type -> type.matches("[A-Z][A-Za-z0-9]*"));
  }

  @Test
  void fusedChainsHaveStepsAndANameOfTheirOwn() {
    assertThat(device().fused().stream().map(FusedPattern::name))
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).isNotBlank());
    for (FusedPattern pattern : device().fused()) {
      assertThat(pattern.steps()).as(pattern.name()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(pattern.steps()).allSatisfy(step -> assertThat(step).isNotEmpty());
    }
  }
}
