package org.octet.engines.mtcnn.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/**
 * The parameters of the cascade.
 *
 * @param models names of P-, R- and O-Net; empty: the job's models in this order
 * @param minFace side of the smallest face in pixels
 * @param factor from one level of the pyramid to the next
 * @param thresholds face probability above which a candidate stays, per network
 * @param overlaps overlap above which the lesser candidate goes: within a level of the pyramid,
 *     among the candidates of P- and of R-Net, among those of O-Net
 * @param padding value of pixels outside of the picture
 */
record Settings(
    List<Optional<String>> models,
    double minFace,
    double factor,
    double[] thresholds,
    double[] overlaps,
    float padding) {
  private static final String MODEL = "name of the model that is %s; else it is the job's %s model";
  private static final String[] KEYS = {"pnet", "rnet", "onet"};

  /** The description of all parameters. */
  static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.string("pnet", null, MODEL.formatted("P-Net", "first")),
          Parameter.string("rnet", null, MODEL.formatted("R-Net", "second")),
          Parameter.string("onet", null, MODEL.formatted("O-Net", "third")),
          Parameter.number(
              "minFace", 20.0, 12, 10000, "side of the smallest face to be found, in pixels"),
          Parameter.number(
              "factor", 0.709, 0.1, 0.95, "scale from one level of the pyramid to the next"),
          Parameter.numbers(
              "thresholds",
              "0.6,0.7,0.8",
              "face probabilities above which candidates of P-, R- and O-Net stay, from 0 to 1"),
          Parameter.numbers(
              "overlaps",
              "0.5,0.7,0.7",
              "overlaps above which the lesser of two candidates goes, from 0 to 1: intersection"
                  + " over union within a level, then among those of P- and of R-Net, and"
                  + " intersection over the smaller box among those of O-Net"),
          Parameter.number(
              "padding",
              -127.5 / 128,
              -1e6,
              1e6,
              "value of pixels outside of the picture: what the data loader makes of black"));

  static Settings of(Parameters p) {
    return new Settings(
        Arrays.stream(KEYS)
            .map(key -> p.has(key) ? Optional.of(p.string(key)) : Optional.<String>empty())
            .toList(),
        p.number("minFace"),
        p.number("factor"),
        three(p, "thresholds"),
        three(p, "overlaps"),
        (float) p.number("padding"));
  }

  private static double[] three(Parameters p, String key) {
    double[] values = p.numbers(key);
    if (values.length != 3 || Arrays.stream(values).anyMatch(v -> v < 0 || v > 1)) {
      throw new InputException(
          "engine 'mtcnn': %s=%s: must be three numbers from 0 to 1, for P-, R- and O-Net"
              .formatted(key, Arrays.toString(values)));
    }
    return values;
  }

  /**
   * The names of the three models.
   *
   * @param names the job's models
   * @throws InputException when they are not three, or one is not there
   */
  List<String> models(List<String> names) {
    if (names.size() != 3) {
      throw new InputException(
          "engine 'mtcnn' runs three models, P-, R- and O-Net; the job has %d: %s"
              .formatted(names.size(), String.join(", ", names)));
    }
    String[] chosen = new String[3];
    for (int i = 0; i < 3; i++) {
      String name = models.get(i).orElse(names.get(i));
      if (!names.contains(name) || Arrays.asList(chosen).contains(name)) {
        throw new InputException(
            "engine 'mtcnn': %s=%s: must be one of the job's models, each once: %s"
                .formatted(KEYS[i], name, String.join(", ", names)));
      }
      chosen[i] = name;
    }
    return List.of(chosen);
  }
}
