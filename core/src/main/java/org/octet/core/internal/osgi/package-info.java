/** Core in an OSGi framework: the only package that sees OSGi. */
package org.octet.core.internal.osgi;
