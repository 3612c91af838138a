/** Entry point, job and report: what a program that embeds Octet uses. */
@Export
@Version("1.0.0")
package org.octet.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
