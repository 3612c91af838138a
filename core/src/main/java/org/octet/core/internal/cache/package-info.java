/** What is kept on disk between runs: statistics of samples, so that they need not be run again. */
package org.octet.core.internal.cache;
