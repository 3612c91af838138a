package org.octet.algorithms.minmax.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.octet.algorithms.parameters.MinMaxParameters;
import org.octet.algorithms.parameters.Transformers;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.plugin.Parameters;

/**
 * The parameters of MinMaxQuantization.
 *
 * @param autoPreset whether the preset is left to the models, see {@link #forModels}
 * @param activations which quantizers activations get
 * @param weights which quantizers weights get
 * @param modelType what kind of network the model is
 * @param saturation which weights keep one bit in reserve
 * @param estimator how ranges of activations follow from samples
 * @param weightRanges how ranges of weights follow from their elements
 * @param ignored what the user wants left in float
 * @param search which rules for ranges of activations are compared by the outputs
 * @param potPlaces whether quantizers go where POT puts them
 */
record Settings(
    boolean autoPreset,
    QuantizerWish activations,
    QuantizerWish weights,
    ModelType modelType,
    SaturationRule saturation,
    RangeEstimator estimator,
    WeightRanges weightRanges,
    IgnoredScope ignored,
    Search search,
    boolean potPlaces) {

  /** Which rules for ranges are compared. */
  enum Search {
    /** None: the usual one is taken. */
    OFF,
    /** Those that the statistics of the one pass can tell. */
    AUTO,
    /** Also ranges of least squared error, which take another pass. */
    THOROUGH
  }

  /** What kind of network a model is. */
  enum ModelType {
    /** Told from the graph: see {@link Transformers}. */
    AUTO,
    /** No special kind. */
    NONE,
    /** A transformer, whose sums and normalizations stay float. */
    TRANSFORMER;

    /** Whether the operations of a model are taken for those of a transformer. */
    boolean isTransformer(List<Operation> operations) {
      return switch (this) {
        case AUTO -> Transformers.is(operations);
        case NONE -> false;
        case TRANSFORMER -> true;
      };
    }
  }

  /** Reads checked parameters. */
  static Settings of(Parameters p) {
    Estimator estimator = Estimator.valueOf(upper(p, "estimator"));
    String preset = p.string("preset");
    boolean auto = preset.equals(MinMaxParameters.AUTO);
    boolean symmetric = auto || preset.equals("performance");
    QuantizerWish activations = wish(p, "activation", symmetric ? Mode.SYMMETRIC : Mode.ASYMMETRIC);
    return new Settings(
        auto,
        activations,
        wish(p, "weight", preset.equals("accuracy") ? Mode.ASYMMETRIC : Mode.SYMMETRIC),
        ModelType.valueOf(upper(p, "modelType")),
        new SaturationRule(
            SaturationRule.Fix.valueOf(upper(p, "saturationFix")),
            SaturationRule.Isa.valueOf(upper(p, "targetIsa")),
            activations.preferredMode()),
        RangeEstimator.of(p, estimator),
        WeightRanges.of(p, estimator),
        IgnoredScope.of(p),
        MinMaxParameters.choosesRanges(p) ? Search.valueOf(upper(p, "rangeChoice")) : Search.OFF,
        p.string("placement").equals("pot"));
  }

  /** What decides where quantizers go on a device. */
  TargetDevice tables(TargetDevice device) {
    return potPlaces ? PotTables.of(device) : device;
  }

  /** Whether rules are compared at all. */
  boolean choosesRanges() {
    return search != Search.OFF;
  }

  /**
   * These settings with the preset that suits the models: mixed where one is a transformer, else
   * performance. What is chosen already stays.
   */
  Settings forModels(Collection<Model> models) {
    boolean mixed =
        autoPreset && models.stream().anyMatch(m -> modelType.isTransformer(m.operations()));
    return mixed ? with(activations.asymmetric()) : this;
  }

  /** These settings with asymmetric activations; empty: they are, or the user does not choose. */
  Optional<Settings> asymmetric() {
    boolean open =
        choosesRanges()
            && activations.mode().isEmpty()
            && activations.presetMode() == Mode.SYMMETRIC;
    return open ? Optional.of(with(activations.asymmetric())) : Optional.empty();
  }

  private Settings with(QuantizerWish wish) {
    return new Settings(
        autoPreset,
        wish,
        weights,
        modelType,
        new SaturationRule(saturation.fix(), saturation.isa(), wish.preferredMode()),
        estimator,
        weightRanges,
        ignored,
        search,
        potPlaces);
  }

  private static QuantizerWish wish(Parameters p, String of, Mode presetMode) {
    String mode = p.string(of + "Mode");
    String granularity = p.string(of + "Granularity");
    return new QuantizerWish(
        presetMode,
        p.string("preset").equals("accuracy"),
        p.has(of + "Bits") ? OptionalInt.of(p.integer(of + "Bits")) : OptionalInt.empty(),
        mode.equals(MinMaxParameters.AUTO)
            ? Optional.empty()
            : Optional.of(Mode.valueOf(mode.toUpperCase(Locale.ROOT))),
        granularity.equals(MinMaxParameters.AUTO)
            ? Optional.empty()
            : Optional.of(granularity.equals("perchannel")));
  }

  private static String upper(Parameters p, String name) {
    return p.string(name).toUpperCase(Locale.ROOT);
  }
}
