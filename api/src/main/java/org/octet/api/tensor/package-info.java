/** Tensors: element type, shape and direct little-endian memory with an explicit owner. */
@Export
@Version("1.0.0")
package org.octet.api.tensor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
