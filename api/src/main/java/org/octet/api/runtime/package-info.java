/** Runtimes: run one model on a device. */
@Export
@Version("1.0.0")
package org.octet.api.runtime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
