package org.octet.api;

import java.nio.file.Path;

/**
 * Where results go.
 *
 * @param directory folder, made if it is missing
 * @param name base name of the files; null: the model's
 * @param force whether existing files may be replaced; null: false
 */
public record OutputSpec(Path directory, String name, Boolean force) {}
