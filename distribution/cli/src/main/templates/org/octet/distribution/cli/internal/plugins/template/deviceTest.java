package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.TargetDeviceContract;

class @class@Test {
  /** It is found, listed and explained. */
  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return @class@.class;
    }
  }

  /** Its data do not contradict each other. */
  @Nested
  class Device extends TargetDeviceContract {
    @Override
    protected TargetDeviceProvider provider() {
      return new @class@();
    }
  }

  @Test
  void weightsHaveARangeForEachChannel() {
    TargetDevice device = new @class@().device();
    assertThat(device.operation("Convolution").orElseThrow().weights())
        .allSatisfy(q -> assertThat(q.perChannel()).isTrue());
  }
}
