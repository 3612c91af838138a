package com.example.octet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.TargetDeviceContract;

class EdgeDeviceTest {
  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return EdgeDeviceProvider.class;
    }
  }

  @Nested
  class Device extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new EdgeDeviceProvider();
    }
  }

  @Test
  void nothingButConvolutionsIsQuantized() {
    assertThat(new EdgeDeviceProvider().device().operation("Convolution")).isPresent();
    assertThat(new EdgeDeviceProvider().device().operation("MatMul")).isEmpty();
  }
}
