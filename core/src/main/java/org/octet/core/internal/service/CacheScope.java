package org.octet.core.internal.service;

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
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.job.Plan;
import org.octet.core.internal.registry.Registration;

/** What the statistics of a job's samples depend on besides models and content. */
final class CacheScope {
  private CacheScope() {}

  /**
   * The cache for a job, unless the user wants none. Whatever could change a value is in its scope:
   * loader, engine and runtime with their parameters, the device, and versions of everything. The
   * number of threads is not: it changes nothing.
   *
   * @param model the model that the data is for
   */
  static Optional<SampleCache> of(
      JobContext context, OctetService.Identity identity, Job job, Model model) {
    if (job.runtime() != null && Boolean.FALSE.equals(job.runtime().cache())) {
      return Optional.empty();
    }
    Plan plan = context.plan();
    KeyDigest digest = new KeyDigest().text(identity.version());
    Plan.DataPlan data = plan.data().orElseThrow();
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
    return Optional.of(new SampleCache(StatisticsCache.ofUser(), digest.hex()));
  }

  private static void add(KeyDigest digest, Registration plugin, Parameters parameters) {
    digest.text(plugin.build()).parameters(parameters.asMap());
  }
}
