/** Engines: how one sample goes through the model or models. */
@Export
@Version("1.0.0")
package org.octet.api.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
