/** Data loaders, samples and annotations. */
@Export
@Version("1.0.0")
package org.octet.api.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
