package org.octet.core.internal.registry;

import java.util.List;
import java.util.Locale;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.algorithm.CompositeAlgorithmProvider;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.engine.EngineProvider;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.runtime.RuntimeProvider;

/** The kinds of plugins, and the interfaces that plugins of each kind publish. */
public enum PluginKind {
  DATA_LOADER(List.of(DataLoaderProvider.class)),
  ENGINE(List.of(EngineProvider.class)),
  DECODER(List.of(DecoderProvider.class)),
  RUNTIME(List.of(RuntimeProvider.class)),
  ALGORITHM(List.of(AlgorithmProvider.class, CompositeAlgorithmProvider.class)),
  METRIC(List.of(MetricProvider.class)),
  TARGET_DEVICE(List.of(TargetDeviceProvider.class));

  private final List<Class<? extends Plugin>> services;

  PluginKind(List<Class<? extends Plugin>> services) {
    this.services = services;
  }

  /** The interfaces under which plugins of this kind are published. */
  public List<Class<? extends Plugin>> services() {
    return services;
  }

  /** The kind as listings show it, such as {@code data-loader}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind in messages, such as {@code data loader}. */
  public String text() {
    return code().replace('-', ' ');
  }
}
