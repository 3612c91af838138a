package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.plugin.Parameters;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.RuntimeProvider;

/** The real runtime for tests. */
public final class TestRuntime {
  private TestRuntime() {}

  /** Opens OpenVINO as it is found on the class path. */
  public static InferenceRuntime open() {
    RuntimeProvider provider =
        ServiceLoader.load(RuntimeProvider.class)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no runtime on the class path"));
    List<String> complaints = new ArrayList<>();
    Parameters parameters = provider.parameters().check(Map.of(), provider.name(), complaints);
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints);
    }
    return provider.open(parameters);
  }

  /** CPU with some threads, silent. */
  public static Environment environment(InferenceRuntime runtime, int threads) {
    return new Environment(runtime, "CPU", threads, 2, Progress.NONE, new Cancellation());
  }
}
