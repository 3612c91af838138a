package org.octet.api.runtime;

import java.nio.file.Path;

/**
 * An IR on disk, or any model file that the runtime imports.
 *
 * @param model the {@code .xml}, or a model of another format
 * @param weights the {@code .bin}, or null where there is none
 */
public record ModelFiles(Path model, Path weights) implements ModelSource {}
