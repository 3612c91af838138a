package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.List;

/** Variants of a job's models, for a {@link SampleRunner} that runs samples through all of them. */
public final class CompiledVariants implements AutoCloseable {
  private final List<CompiledModels> compiled = new ArrayList<>();

  private CompiledVariants() {}

  /**
   * Compiles variants, one after the other: with several streams, OpenVINO now and then takes wrong
   * constants where integer weights meet float data, and does so three times as often while another
   * compilation runs.
   *
   * @param variants sets of models of the same names
   * @throws org.octet.api.error.InferenceException when the runtime refuses a model
   */
  public static CompiledVariants compile(Environment environment, List<Sources> variants) {
    CompiledVariants all = new CompiledVariants();
    try {
      variants.forEach(each -> all.compiled.add(CompiledModels.compile(environment, each)));
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  /** The variants in their order. */
  public List<CompiledModels> all() {
    return List.copyOf(compiled);
  }

  /** Frees all models. Idempotent. */
  @Override
  public void close() {
    compiled.forEach(CompiledModels::close);
  }
}
