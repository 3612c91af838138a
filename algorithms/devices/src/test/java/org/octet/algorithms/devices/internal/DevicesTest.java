package org.octet.algorithms.devices.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
  void gnaComputesInIntegersOnlyAndHasNoRecurrentOperations() {
    assertThat(new CpuDevice().device().quantizesOutputs()).isFalse();
    for (TargetDeviceProvider gna : List.of(new GnaDevice(), new Gna3Device(), new Gna35Device())) {
      TargetDevice device = gna.device();
      assertThat(device.quantizesOutputs()).isTrue();
      assertThat(device.decomposed())
          .containsExactlyInAnyOrder("LSTMSequence", "GRUSequence", "LSTMCell", "GRUCell");
      assertThat(device.operation("ReLU").orElseThrow().activations().get(0).levels())
          .isEqualTo(1L << 32);
      assertThat(device.operation("ReLU").orElseThrow().outputs().get(0).levels())
          .isEqualTo(1 << 16);
      assertThat(weightBits(device, "MatMul")).containsExactly(8, 16);
      assertThat(weightBits(device, "Add")).containsExactly(16);
    }
    assertThat(weightBits(new GnaDevice().device(), "Convolution")).containsExactly(16);
    assertThat(weightBits(new Gna3Device().device(), "Convolution")).containsExactly(8, 16);
  }

  private static List<Integer> weightBits(TargetDevice device, String type) {
    return device.operation(type).orElseThrow().weights().stream()
        .map(QuantizerConfig::bits)
        .toList();
  }

  @Test
  void noTypeIsBothQuantizedAndMoved() {
    TargetDevice cpu = new CpuDevice().device();
    assertThat(cpu.agnostic()).noneMatch(type -> cpu.operation(type).isPresent());
  }
}
