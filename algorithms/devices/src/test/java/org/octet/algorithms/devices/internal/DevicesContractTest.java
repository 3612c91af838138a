package org.octet.algorithms.devices.internal;

import org.junit.jupiter.api.Nested;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.TargetDeviceContract;

class DevicesContractTest {
  @Nested
  class AnyPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return AnyDevice.class;
    }
  }

  @Nested
  class Any extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new AnyDevice();
    }
  }

  @Nested
  class CpuPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return CpuDevice.class;
    }
  }

  @Nested
  class Cpu extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new CpuDevice();
    }
  }

  @Nested
  class CpuSprPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return CpuSprDevice.class;
    }
  }

  @Nested
  class CpuSpr extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new CpuSprDevice();
    }
  }

  @Nested
  class GpuPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return GpuDevice.class;
    }
  }

  @Nested
  class Gpu extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new GpuDevice();
    }
  }

  @Nested
  class NpuPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return NpuDevice.class;
    }
  }

  @Nested
  class Npu extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new NpuDevice();
    }
  }

  @Nested
  class GnaPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return GnaDevice.class;
    }
  }

  @Nested
  class Gna extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new GnaDevice();
    }
  }

  @Nested
  class Gna3Plugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return Gna3Device.class;
    }
  }

  @Nested
  class Gna3 extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new Gna3Device();
    }
  }

  @Nested
  class Gna35Plugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return Gna35Device.class;
    }
  }

  @Nested
  class Gna35 extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new Gna35Device();
    }
  }
}
