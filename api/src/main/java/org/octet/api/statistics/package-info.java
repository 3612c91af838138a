/** What is measured on tensors: reducers per sample, aggregators over the samples. */
@Export
@Version("1.0.0")
package org.octet.api.statistics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
