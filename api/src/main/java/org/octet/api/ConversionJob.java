package org.octet.api;

/**
 * Converts a model to an IR.
 *
 * @param model the model
 * @param output where the IR goes
 * @param runtime the runtime whose importer is used; null: defaults
 */
public record ConversionJob(ModelSpec model, OutputSpec output, RuntimeSpec runtime) {}
