/** What every plugin publishes, and how its parameters are described and checked. */
@Export
@Version("1.0.0")
package org.octet.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
