package org.octet.core.internal.pot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.octet.api.RuntimeSpec;

/**
 * POT's engine {@code simplified}: pictures without labels, as OpenCV reads them (blue, green, red,
 * 0 to 255), stretched to the model's size.
 */
final class Simplified {
  private static final String NEEDED = "a folder of pictures is needed, or a .txt file with a list";

  private Simplified() {}

  static PotEngine read(PotObject section, PotSampling sampling, RuntimeSpec runtime) {
    Optional<Path> data = section.file("data_source");
    if (data.isEmpty() && !section.has("data_source")) {
      section.complain("data_source", NEEDED);
    }
    data.ifPresent(d -> check(section, d));
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put("color", "BGR");
    section
        .choice("layout", List.of("NCHW", "NHWC", "CHW", "HWC"))
        .ifPresent(l -> parameters.put("layout", l.endsWith("CHW") ? "NCHW" : "NHWC"));
    central(section, parameters);
    section.end();
    return new PotEngine(
        sampling.of("image", data.orElse(null), parameters), null, null, AcMetrics.NONE, runtime);
  }

  /** Sets the share of pictures that is kept, in this section or in a crop of preprocessing. */
  static void central(PotObject from, Map<String, Object> parameters) {
    Optional<Double> fraction = from.number("central_fraction");
    if (fraction.isPresent() && !(fraction.get() >= 0.01 && fraction.get() <= 1)) {
      from.complain("central_fraction", "must be from 0.01 to 1");
    }
    fraction.filter(f -> f < 1).ifPresent(f -> parameters.put("centralFraction", f));
  }

  private static void check(PotObject section, Path data) {
    if (Files.isDirectory(data)) {
      return;
    }
    if (!Files.isRegularFile(data)) {
      boolean glob = data.toString().matches(".*[*?\\[].*");
      section.complain(
          "data_source",
          glob
              ? "patterns are not read; " + NEEDED
              : "there is no such folder; a relative path starts at the current folder, here it is"
                  + " '%s'".formatted(data));
    } else if (!data.toString().endsWith(".txt")) {
      section.complain("data_source", "Only .txt files or directories can be set as data_source");
    }
  }
}
