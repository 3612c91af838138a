package org.octet.engines.openvino;

import org.octet.api.plugin.Parameters;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.engines.openvino.internal.Natives;
import org.octet.engines.openvino.internal.OvRuntime;

/**
 * Publishes OpenVINO as the runtime {@code openvino}. Nothing native is touched before {@link
 * #open}.
 */
public final class OpenVinoProvider implements RuntimeProvider {
  /** Made by the service loader. */
  public OpenVinoProvider() {}

  @Override
  public String name() {
    return "openvino";
  }

  @Override
  public String description() {
    return "OpenVINO: the embedded one for CPU, or the one that -Doctet.openvino.home, OPENVINO_HOME or INTEL_OPENVINO_DIR names";
  }

  @Override
  public InferenceRuntime open(Parameters parameters) {
    return new OvRuntime(Natives.load());
  }
}
