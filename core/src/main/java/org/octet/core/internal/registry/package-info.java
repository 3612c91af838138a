/** The plugins that are there, and the jobs that hold them. */
package org.octet.core.internal.registry;
