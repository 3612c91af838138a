package org.octet.api.engine;

import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.osgi.annotation.versioning.ConsumerType;

/** Creates decoders. */
@ConsumerType
public interface DecoderProvider extends Plugin {
  /** A new decoder. */
  Decoder create(Parameters parameters);
}
