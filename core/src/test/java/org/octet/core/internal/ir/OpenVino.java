package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.Map;
import java.util.ServiceLoader;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.RuntimeProvider;

/** The real runtime, for tests. */
final class OpenVino {
  private OpenVino() {}

  /** A runtime of its own for the caller, who closes it. */
  static InferenceRuntime open() {
    RuntimeProvider provider =
        ServiceLoader.load(RuntimeProvider.class, RuntimeProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("openvino"))
            .findFirst()
            .orElseThrow();
    return provider.open(provider.parameters().check(Map.of(), "test", new ArrayList<>()));
  }
}
