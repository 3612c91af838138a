package org.octet.core.internal.service;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.octet.api.Job;
import org.octet.api.model.Model;
import org.octet.api.plugin.Parameters;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.Device;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.core.internal.cache.KeyDigest;
import org.octet.core.internal.cache.Processor;
import org.octet.core.internal.cache.SampleCache;
import org.octet.core.internal.cache.StatisticsCache;
import org.octet.core.internal.cache.TrialStore;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.job.Plan;
import org.octet.core.internal.pipeline.Accuracy;
import org.octet.core.internal.registry.Registration;
import org.octet.core.internal.report.Hashes;

/**
 * What is measured in a job depends on, besides models and content: loader, engine and runtime with
 * their parameters, the device, and versions of everything. The number of threads is not part of
 * it: it changes nothing.
 *
 * @param context the job, its plugins open
 * @param identity which Octet this is
 * @param job says whether anything is kept
 * @param model the model that the data is for
 */
record CacheScope(JobContext context, OctetService.Identity identity, Job job, Model model) {

  private boolean keepsNothing() {
    return job.runtime() != null && Boolean.FALSE.equals(job.runtime().cache());
  }

  /** The cache for the statistics of samples, unless the user wants none. */
  Optional<SampleCache> statistics() {
    if (keepsNothing()) {
      return Optional.empty();
    }
    String scope = digest(context.plan().data().orElseThrow()).hex();
    return Optional.of(new SampleCache(StatisticsCache.ofUser(), scope));
  }

  /**
   * Where metrics of candidates are kept, unless the user wants it nowhere or the loader cannot
   * tell what its samples are. Annotations have no fingerprint: the files that parameters name and
   * what the float model reaches stand for them.
   *
   * @param data how the annotated samples are described
   * @param samples these samples
   * @param floats what the float model reaches
   */
  Optional<TrialStore> trials(
      Plan.DataPlan data, Samples samples, Map<String, Accuracy.Value> floats) {
    if (keepsNothing()) {
      return Optional.empty();
    }
    KeyDigest digest = digest(data).text("trials");
    for (int i = 0; i < samples.size(); i++) {
      int index = samples.index(i);
      Optional<String> its =
          Blame.on(Blame.loader(samples.loader()), () -> samples.loader().fingerprint(index));
      if (its == null || its.isEmpty()) {
        return Optional.empty();
      }
      digest.text(its.get());
    }
    data.parametersFor(model).asMap().forEach((key, value) -> addFile(digest, key, value));
    context.plan().metrics().forEach(m -> add(digest, m.registration(), m.parameters()));
    floats.forEach(
        (name, value) -> digest.text(name).number(Double.doubleToRawLongBits(value.value())));
    return Optional.of(StatisticsCache.ofUser().trials(digest.hex()));
  }

  /** Labels and the like; the samples themselves are told by their loader. */
  private static void addFile(KeyDigest digest, String key, Object value) {
    if (!key.equals("path") && (value instanceof Path || value instanceof String)) {
      try {
        Path file = Path.of(value.toString());
        if (Files.isRegularFile(file)) {
          digest.text(key).text(Hashes.sha256(file));
        }
      } catch (InvalidPathException e) {
        digest.text(key); // a text that is no path
      }
    }
  }

  private KeyDigest digest(Plan.DataPlan data) {
    Plan plan = context.plan();
    KeyDigest digest = new KeyDigest().text(identity.version());
    add(digest, data.loader().registration(), data.parametersFor(model));
    add(digest, plan.engine().registration(), plan.engine().parameters());
    plan.decoders().forEach((name, d) -> add(digest.text(name), d.registration(), d.parameters()));
    Plan.RuntimePlan where = plan.runtime();
    add(digest, where.provider().registration(), where.provider().parameters());
    InferenceRuntime runtime = context.runtime();
    digest.text(Blame.on("the runtime", runtime::version)).text(where.device());
    for (Device device : Blame.on("the runtime", runtime::devices)) {
      digest.text(device.name()).text(device.fullName()).text(device.capabilities().toString());
    }
    digest.text(CompileOptions.of(where.device(), 1).precision()).text(Processor.describe());
    return digest;
  }

  private static void add(KeyDigest digest, Registration plugin, Parameters parameters) {
    digest.text(plugin.build()).parameters(parameters.asMap());
  }
}
