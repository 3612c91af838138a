/**
 * Makes Octet on a plain class path, reads and writes its JSON forms, and tells whether a plugin
 * suits its API and whose signature it has.
 */
@Export
@Version("1.0.0")
package org.octet.core;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
