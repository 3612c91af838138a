package org.octet.core.internal.pot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.octet.api.ModelSpec;
import org.octet.core.internal.job.FileNames;
import org.octet.core.internal.job.ModelFormats;

/**
 * The section {@code model}.
 *
 * @param name base name of the files
 * @param specs the model, or the models of a cascade
 */
record PotModels(String name, List<ModelSpec> specs) {

  static PotModels read(PotObject section) {
    List<PotObject> cascade = section.objects("cascade");
    Optional<String> name = section.word("model_name");
    List<ModelSpec> specs = new ArrayList<>();
    if (section.has("cascade")) {
      cascade.forEach(model -> specs.add(model(model, cascade.size() > 1)));
      if (cascade.isEmpty()) {
        section.complain("cascade", "must have a model");
      }
      for (String key : List.of("model", "weights")) {
        if (section.has(key)) {
          section.complain(key, "goes into cascade, where each model has its own");
        }
      }
      if (cascade.size() == 1) {
        section.warn("cascade", "Cascade is defined with single model");
      }
      repeated(cascade, specs);
    } else {
      specs.add(model(section, false));
    }
    section.end();
    String base =
        name.orElse(
            specs.isEmpty() || specs.get(0).model() == null
                ? "model"
                : ModelFormats.baseName(specs.get(0).model()));
    if (!FileNames.isPlain(base)) {
      section.complain("model_name", FileNames.RULE);
    }
    return new PotModels(base, List.copyOf(specs));
  }

  private static ModelSpec model(PotObject from, boolean cascade) {
    Optional<Path> xml = file(from, "model", "Path to input model xml is required.");
    Optional<Path> bin = Optional.empty();
    boolean ir = xml.isEmpty() || ModelFormats.isIr(xml.get());
    if (from.has("weights")) {
      bin = ir ? file(from, "weights", "") : Optional.empty();
      if (!ir) {
        from.warn("weights", "has no effect: only an OpenVINO IR (.xml) has a file of weights");
      }
    }
    Optional<String> name = cascade ? from.word("name") : Optional.empty();
    if (cascade) {
      if (name.isEmpty() || !FileNames.isPlain(name.get())) {
        from.complain("name", name.isEmpty() ? "Name of input model is required." : FileNames.RULE);
      }
      from.end();
    }
    return new ModelSpec(name.orElse(null), xml.orElse(null), bin.orElse(null));
  }

  private static Optional<Path> file(PotObject from, String key, String missing) {
    Optional<Path> file = from.file(key);
    if (file.isEmpty() && !from.has(key)) {
      from.complain(key, missing);
    }
    if (file.isPresent() && !Files.isRegularFile(file.get())) {
      from.complain(
          key,
          "there is no such file; a relative path starts at the current folder, here it is '%s'"
              .formatted(file.get()));
    }
    return file;
  }

  private static void repeated(List<PotObject> cascade, List<ModelSpec> specs) {
    for (int i = 1; i < specs.size(); i++) {
      String name = specs.get(i).name();
      if (name != null && specs.subList(0, i).stream().anyMatch(m -> name.equals(m.name()))) {
        cascade.get(i).complain("name", "another model of the cascade has this name");
      }
    }
  }

  /** Names of the models of a cascade; empty: it is none. */
  List<String> cascade() {
    return specs.size() > 1
        ? specs.stream().map(ModelSpec::name).filter(Objects::nonNull).toList()
        : List.of();
  }
}
