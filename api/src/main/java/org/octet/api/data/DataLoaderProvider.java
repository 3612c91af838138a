package org.octet.api.data;

import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of data. Its schema has a parameter {@code path} (what {@code --data} gives), unless it
 * needs no file; the keys {@code slice} and {@code shuffle} belong to core and work with every
 * loader.
 */
@ConsumerType
public interface DataLoaderProvider extends Plugin {
  /**
   * Opens the data: lists it, decodes nothing yet.
   *
   * @throws InputException when the data is missing or of another format
   */
  DataLoader open(Parameters parameters);
}
