/** The closed family of errors: each says who is to blame and maps to one exit code. */
@Export
@Version("1.0.0")
package org.octet.api.error;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
