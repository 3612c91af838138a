/** Algorithms: ask for statistics, then change the model. */
@Export
@Version("1.0.0")
package org.octet.api.algorithm;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
