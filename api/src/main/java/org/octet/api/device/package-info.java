/** Target devices as data: which operations take which quantizer. */
@Export
@Version("1.0.0")
package org.octet.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
