package org.octet.engines.ie.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.octet.api.error.InputException;
import org.octet.api.runtime.TensorInfo;

/**
 * An output that is an input of the next step.
 *
 * @param output the output
 * @param input the input
 */
record Feedback(TensorInfo output, TensorInfo input) {
  /**
   * Reads pairs {@code OUTPUT:INPUT}; names may have colons themselves.
   *
   * @throws InputException when a pair names no output and input, or one input twice
   */
  static List<Feedback> resolve(
      List<String> pairs, String model, List<TensorInfo> inputs, List<TensorInfo> outputs) {
    List<Feedback> links = new ArrayList<>();
    for (String pair : pairs) {
      Feedback link =
          resolve(pair, inputs, outputs)
              .orElseThrow(
                  () ->
                      new InputException(
                          "engine 'ie': feedback=%s: must be OUTPUT:INPUT; the outputs of model '%s' are %s, its inputs %s"
                              .formatted(pair, model, names(outputs), names(inputs))));
      if (links.stream().anyMatch(l -> l.input().equals(link.input()))) {
        throw new InputException(
            "engine 'ie': feedback=%s: input '%s' is fed twice"
                .formatted(pair, link.input().name()));
      }
      links.add(link);
    }
    return links;
  }

  private static Optional<Feedback> resolve(
      String pair, List<TensorInfo> inputs, List<TensorInfo> outputs) {
    for (int colon = pair.indexOf(':'); colon >= 0; colon = pair.indexOf(':', colon + 1)) {
      Optional<TensorInfo> output = find(outputs, pair.substring(0, colon));
      Optional<TensorInfo> input = find(inputs, pair.substring(colon + 1));
      if (output.isPresent() && input.isPresent()) {
        return Optional.of(new Feedback(output.get(), input.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<TensorInfo> find(List<TensorInfo> infos, String name) {
    return infos.stream().filter(i -> OnlyModel.named(i, name)).findFirst();
  }

  private static String names(List<TensorInfo> infos) {
    return OnlyModel.quoted(infos.stream().map(TensorInfo::name).toList());
  }
}
