package org.octet.algorithms.minmax.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;

/**
 * What the user wants of the quantizers of weights, or of activations. What is asked for goes
 * before what the target device lists; what the preset says does not.
 *
 * @param presetMode the mode of the preset
 * @param widest whether the preset takes the listed quantizers of most bits first
 * @param bits width of the codes, 2 to 16; empty: the device's
 * @param mode empty: the preset's
 * @param perChannel empty: the device's
 */
record QuantizerWish(
    Mode presetMode,
    boolean widest,
    OptionalInt bits,
    Optional<Mode> mode,
    Optional<Boolean> perChannel) {

  /** No wish but a preset's. */
  static QuantizerWish of(Mode presetMode) {
    return new QuantizerWish(
        presetMode, false, OptionalInt.empty(), Optional.empty(), Optional.empty());
  }

  /** The mode of quantizers where the device lists both. */
  Mode preferredMode() {
    return mode.orElse(presetMode);
  }

  /** The same wish with a symmetric preset. */
  QuantizerWish symmetric() {
    return new QuantizerWish(Mode.SYMMETRIC, widest, bits, mode, perChannel);
  }

  /** The same wish with an asymmetric preset. */
  QuantizerWish asymmetric() {
    return new QuantizerWish(Mode.ASYMMETRIC, widest, bits, mode, perChannel);
  }

  /** The same wish with the device's granularity. */
  QuantizerWish withoutGranularity() {
    return new QuantizerWish(presetMode, widest, bits, mode, Optional.empty());
  }

  /**
   * The quantizers to take, best first: those listed that fit the wish; where none does, the listed
   * ones changed to fit.
   *
   * @param listed the device's, best first
   */
  List<QuantizerConfig> choose(List<QuantizerConfig> listed) {
    List<QuantizerConfig> fits = filter(listed, this::fits);
    List<QuantizerConfig> wanted =
        fits.isEmpty() ? listed.stream().map(this::changed).distinct().toList() : fits;
    List<QuantizerConfig> preferred = filter(wanted, c -> c.mode() == preferredMode());
    List<QuantizerConfig> chosen = preferred.isEmpty() ? wanted : preferred;
    return widest
        ? chosen.stream().sorted(Comparator.comparingInt(QuantizerConfig::bits).reversed()).toList()
        : chosen;
  }

  private static List<QuantizerConfig> filter(
      List<QuantizerConfig> configs, Predicate<QuantizerConfig> accepted) {
    return configs.stream().filter(accepted).toList();
  }

  private boolean fits(QuantizerConfig c) {
    return c.bits() == bits.orElse(c.bits())
        && c.mode() == mode.orElse(c.mode())
        && c.perChannel() == perChannel.orElse(c.perChannel());
  }

  private QuantizerConfig changed(QuantizerConfig c) {
    Mode changedMode = mode.orElse(c.mode());
    return new QuantizerConfig(
        bits.orElse(c.bits()),
        changedMode,
        perChannel.orElse(c.perChannel()),
        c.narrowRange() && changedMode == Mode.SYMMETRIC,
        c.signed());
  }
}
