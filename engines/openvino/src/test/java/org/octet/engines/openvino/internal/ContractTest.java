package org.octet.engines.openvino.internal;

import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.octet.api.plugin.Plugin;
import org.octet.api.runtime.ModelSource;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.RuntimeContract;
import org.octet.engines.openvino.OpenVinoProvider;

/** The contracts of plugins and runtimes. */
class ContractTest {
  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return OpenVinoProvider.class;
    }

    /** A library can be loaded once only by a class loader. */
    @Override
    protected Set<String> perProcess() {
      return Set.of("Natives.loaded");
    }
  }

  @Nested
  class Runtime extends RuntimeContract {
    @Override
    protected RuntimeProvider provider() {
      return new OpenVinoProvider();
    }

    @Override
    protected ModelSource model() {
      return TestModels.affine("2");
    }
  }
}
