/** Files that appear whole or not at all. */
package org.octet.core.internal.output;
