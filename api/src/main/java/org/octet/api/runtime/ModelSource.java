package org.octet.api.runtime;

/** Where a runtime reads a model from: files, or memory. */
public sealed interface ModelSource permits ModelFiles, ModelInMemory {}
