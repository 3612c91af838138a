package org.octet.algorithms.devices.internal;

import org.junit.jupiter.api.Nested;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;

class DevicesContractTest {
  @Nested
  class Any extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return AnyDevice.class;
    }
  }

  @Nested
  class Cpu extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return CpuDevice.class;
    }
  }

  @Nested
  class CpuSpr extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return CpuSprDevice.class;
    }
  }

  @Nested
  class Gpu extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return GpuDevice.class;
    }
  }

  @Nested
  class Npu extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return NpuDevice.class;
    }
  }
}
