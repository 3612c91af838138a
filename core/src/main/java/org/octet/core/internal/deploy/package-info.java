/** Jars that are put into a folder, replaced, and taken away while Octet runs. */
package org.octet.core.internal.deploy;
