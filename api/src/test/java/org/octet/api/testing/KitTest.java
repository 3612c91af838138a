package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.octet.api.testing.KitFailures.failures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/** The contracts of algorithms, devices and plugins find what is broken, each by its own test. */
class KitTest {
  /** Renames ReLUs; what is wrong with it is for the change to say. */
  private record Change(Consumer<OptimizedModel> change) implements Algorithm {
    @Override
    public void register(OptimizedModel m, StatisticRequests requests, AlgorithmContext context) {}

    @Override
    public void apply(OptimizedModel m, Statistics statistics, AlgorithmContext context) {
      change.accept(m);
    }
  }

  private static AlgorithmContract algorithm(Consumer<OptimizedModel> change) {
    return new AlgorithmContract() {
      @Override
      protected AlgorithmProvider provider() {
        return new AlgorithmProvider() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public Algorithm create(Parameters parameters) {
            return new Change(change);
          }
        };
      }
    };
  }

  private static Operation operation(OptimizedModel models, String name) {
    return models.model(TestGraphs.MODEL).operation(name).orElseThrow();
  }

  @Test
  void algorithms() throws Exception {
    assertThat(failures(() -> algorithm(m -> operation(m, "relu1").with("a", "b")))).isEmpty();
    assertThat(failures(() -> algorithm(m -> {}))).containsExactly("changesSomething");
    AtomicInteger count = new AtomicInteger();
    assertThat(
            failures(
                () ->
                    algorithm(m -> operation(m, "relu1").with("a", "b" + count.incrementAndGet()))))
        .contains("theSameInputGivesTheSameModel", "twoRunsAtTheSameTimeDoNotDisturbEachOther");
    assertThat(
            failures(
                () -> algorithm(m -> operation(m, "conv1.weight").value().floats().put(0, 7f))))
        .containsExactly("valuesOfConstantsAreReplacedAndNotWrittenInto");
    assertThat(
            failures(
                () ->
                    algorithm(
                        m -> m.model(TestGraphs.MODEL).rename(operation(m, "input"), "renamed"))))
        .contains("inputsAndOutputsStayTheUsers");
    assertThat(failures(() -> algorithm(m -> operation(m, "bias2").output(0).names().clear())))
        .containsExactly("tensorNamesStayWithTheirTensors");
  }

  @Test
  void devices() throws Exception {
    TargetDevice good = TestGraphs.device();
    TargetDevice bad =
        new TargetDevice(
            "OTHER", good.operations(), Set.of("Convolution"), Set.of(), List.of(), false);
    assertThat(failures(() -> device(good))).isEmpty();
    assertThat(failures(() -> device(bad)))
        .containsExactly("isNamedAsItsPlugin", "whatOnlyMovesValuesIsNotQuantized");
  }

  private static TargetDeviceContract device(TargetDevice device) {
    return new TargetDeviceContract() {
      @Override
      protected TargetDeviceProvider provider() {
        return new TargetDeviceProvider() {
          @Override
          public String name() {
            return "TEST";
          }

          @Override
          public TargetDevice device() {
            return device;
          }
        };
      }
    };
  }

  /** A plugin with everything that a plugin must not have. */
  static final class Messy implements Plugin {
    static final List<String> SEEN = new ArrayList<>();
    static int count;
    static final int[] TABLE = {1, 2};
    static final List<String> WORDS = List.of("a");
    String name = "no good name";

    @Override
    public String name() {
      return name;
    }
  }

  @Test
  void plugins() throws Exception {
    assertThat(StaticState.of(KitTest.class)).containsOnlyKeys("Messy.SEEN", "Messy.count");
    PluginContract contract =
        new PluginContract() {
          @Override
          protected Class<? extends Plugin> pluginClass() {
            return Messy.class;
          }
        };
    assertThatThrownBy(contract::hasNoFieldThatChanges).isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::isPublicAndPublishedAsAService).isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::keepsNothingInStatics).isInstanceOf(AssertionError.class);
  }

  @Test
  void parametersAreCheckedAsOctetDoes() {
    Messy plugin = new Messy();
    assertThatCode(() -> PluginParameters.of(plugin, Map.of())).doesNotThrowAnyException();
    assertThatThrownBy(() -> PluginParameters.of(plugin, Map.of("a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown key 'a'");
  }
}
