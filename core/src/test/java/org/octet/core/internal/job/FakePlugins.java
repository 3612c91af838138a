package org.octet.core.internal.job;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.CompositeAlgorithmProvider;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.core.internal.registry.Origin;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;

/** Plugins that can be listed and chosen, but do nothing: checking a job must not ask for more. */
final class FakePlugins {
  private FakePlugins() {}

  static PluginRegistry registry() {
    PluginRegistry registry = new PluginRegistry();
    add(registry, PluginKind.DATA_LOADER, new Loader());
    add(registry, PluginKind.ENGINE, new Ie());
    add(registry, PluginKind.RUNTIME, new OpenVino());
    add(registry, PluginKind.ALGORITHM, new Part());
    add(registry, PluginKind.ALGORITHM, new Whole());
    add(registry, PluginKind.ALGORITHM, new Endless());
    add(registry, PluginKind.METRIC, new Accuracy());
    add(registry, PluginKind.TARGET_DEVICE, new Any());
    return registry;
  }

  private static void add(PluginRegistry registry, PluginKind kind, Plugin plugin) {
    registry.add(kind, plugin.getClass().getName(), Origin.UNKNOWN, () -> plugin);
  }

  private record Loader() implements DataLoaderProvider {
    @Override
    public String name() {
      return "image";
    }

    @Override
    public ParameterSchema parameters() {
      return ParameterSchema.of(
          Parameter.path("path", "folder").mandatory(),
          Parameter.size("size", null, "picture size").defaultsTo(Parameter.FromModel.INPUT_SIZE),
          Parameter.choice("layout", "NCHW", List.of("NCHW", "NHWC"), "order of the axes")
              .defaultsTo(Parameter.FromModel.INPUT_LAYOUT),
          Parameter.choice("onError", "fail", List.of("skip", "fail"), "what to do"),
          Parameter.numbers("mean", "0", "subtracted"));
    }

    @Override
    public DataLoader open(Parameters parameters) {
      throw new AssertionError("opened");
    }
  }

  private record Ie() implements EngineProvider {
    @Override
    public String name() {
      return "ie";
    }

    @Override
    public Engine create(Parameters parameters) {
      throw new AssertionError("created");
    }
  }

  private record OpenVino() implements RuntimeProvider {
    @Override
    public String name() {
      return "openvino";
    }

    @Override
    public InferenceRuntime open(Parameters parameters) {
      throw new AssertionError("opened");
    }
  }

  private record Part() implements AlgorithmProvider {
    @Override
    public String name() {
      return "MinMaxQuantization";
    }

    @Override
    public ParameterSchema parameters() {
      return ParameterSchema.of(
          Parameter.choice("preset", "performance", List.of("performance", "mixed"), "preset"));
    }

    @Override
    public Algorithm create(Parameters parameters) {
      throw new AssertionError("created");
    }
  }

  private record Whole() implements CompositeAlgorithmProvider {
    @Override
    public String name() {
      return "DefaultQuantization";
    }

    @Override
    public ParameterSchema parameters() {
      return new Part().parameters();
    }

    @Override
    public List<AlgorithmSpec> expand(Parameters parameters) {
      return List.of(
          new AlgorithmSpec("MinMaxQuantization", Map.of("preset", parameters.string("preset"))));
    }
  }

  private record Endless() implements CompositeAlgorithmProvider {
    @Override
    public String name() {
      return "Endless";
    }

    @Override
    public List<AlgorithmSpec> expand(Parameters parameters) {
      return List.of(new AlgorithmSpec("Endless", Map.of()));
    }
  }

  private record Accuracy() implements MetricProvider {
    @Override
    public String name() {
      return "accuracy";
    }

    @Override
    public Metric create(Parameters parameters) {
      throw new AssertionError("created");
    }
  }

  private record Any() implements TargetDeviceProvider {
    @Override
    public String name() {
      return "ANY";
    }

    @Override
    public TargetDevice device() {
      return new TargetDevice("ANY", List.of(), Set.of(), Set.of(), List.of(), false);
    }
  }
}
