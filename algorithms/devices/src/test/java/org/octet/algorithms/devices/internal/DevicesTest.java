package org.octet.algorithms.devices.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;

class DevicesTest {
  @Test
  void allDevicesAreFoundAsServices() {
    assertThat(ServiceLoader.load(TargetDeviceProvider.class))
        .extracting(TargetDeviceProvider::name)
        .containsExactly("ANY", "CPU", "CPU_SPR", "GPU", "NPU", "GNA", "GNA3", "GNA3.5");
  }

  @Test
  void deviceCarriesTheNameOfItsProvider() {
    assertThat(ServiceLoader.load(TargetDeviceProvider.class))
        .allSatisfy(p -> assertThat(p.device().name()).isEqualTo(p.name()));
  }

  @Test
  void onlyCpusWithoutVnniNeedTheSaturationFix() {
    assertThat(new CpuDevice().device().saturationFix()).isTrue();
    assertThat(new AnyDevice().device().saturationFix()).isTrue();
    assertThat(new CpuSprDevice().device().saturationFix()).isFalse();
  }

  @Test
  void weightsHave255LevelsAndDepthwiseInputsOneRangePerChannel() {
    TargetDevice cpu = new CpuDevice().device();
    QuantizerConfig weight = cpu.operation("Convolution").orElseThrow().weights().get(0);
    assertThat(weight.levels()).isEqualTo(255);
    assertThat(weight.perChannel()).isTrue();
    assertThat(cpu.operation("DepthwiseConvolution").orElseThrow().activations().get(0))
        .matches(QuantizerConfig::perChannel);
    assertThat(cpu.operation("Convolution").orElseThrow().activations())
        .noneMatch(QuantizerConfig::perChannel);
  }

  @Test
  void noTypeIsBothQuantizedAndMoved() {
    TargetDevice cpu = new CpuDevice().device();
    assertThat(cpu.agnostic()).noneMatch(type -> cpu.operation(type).isPresent());
  }
}
