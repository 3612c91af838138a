package org.octet.distribution.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.plugin.PluginSpec;
import picocli.CommandLine.Option;

/** Which metrics. */
final class MetricOptions {
  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "Metric, such as accuracy; repeat it for more.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"-M", "--metric-option"},
      paramLabel = "[METRIC.]KEY=VALUE",
      description = {
        "Parameter of the metric; repeat for more.",
        "Of several metrics it names the one: -M accuracy.top-k=5."
      })
  Map<String, String> parameters = new LinkedHashMap<>();

  /** The metrics; complains when there are none. */
  List<PluginSpec> required(List<String> complaints) {
    if (names.isEmpty()) {
      complaints.add("--metric is missing: name a metric; 'octet plugins list' shows them");
    }
    return specs(complaints);
  }

  /** The metrics, maybe none. */
  List<PluginSpec> specs(List<String> complaints) {
    Map<String, Map<String, Object>> own = new LinkedHashMap<>();
    names.forEach(name -> own.put(name, new LinkedHashMap<>()));
    parameters.forEach((key, value) -> add(own, key, value, complaints));
    List<PluginSpec> specs = new ArrayList<>();
    own.forEach((name, values) -> specs.add(new PluginSpec(name, values)));
    return specs;
  }

  private void add(
      Map<String, Map<String, Object>> own, String key, String value, List<String> complaints) {
    int dot = key.indexOf('.');
    String metric = dot < 0 && own.size() == 1 ? names.get(0) : key.substring(0, Math.max(dot, 0));
    Map<String, Object> values = own.get(metric);
    if (values != null) {
      values.put(key.substring(dot + 1), value);
    } else if (own.isEmpty()) {
      complaints.add("-M %s=%s: needs --metric".formatted(key, value));
    } else {
      complaints.add(
          "-M %s=%s: say which metric it belongs to: -M %s.%s=%s"
              .formatted(key, value, names.get(0), key.substring(dot + 1), value));
    }
  }
}
