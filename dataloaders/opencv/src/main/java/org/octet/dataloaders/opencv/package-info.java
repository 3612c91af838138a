/** Loads OpenCV's native library, inside an OSGi framework and outside. */
@Export
@Version("1.0.0")
package org.octet.dataloaders.opencv;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
