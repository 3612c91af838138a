/** The mutable model graph: operations, ports, constants, in OpenVINO's words. */
@Export
@Version("1.0.0")
package org.octet.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
