package org.octet.core.internal.service;

import org.octet.api.ModelSpec;
import org.octet.api.model.Model;
import org.octet.api.runtime.ModelFiles;

/**
 * A model of a job.
 *
 * @param spec the user's files, with the model's name
 * @param model the graph
 * @param files the IR on disk: the user's, or the imported one in the job's temporary folder
 */
record LoadedModel(ModelSpec spec, Model model, ModelFiles files) {
  String name() {
    return spec.name();
  }

  /** The user's file name. */
  String fileName() {
    return spec.model().getFileName().toString();
  }
}
