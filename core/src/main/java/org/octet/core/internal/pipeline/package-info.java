/** Runs algorithms on a copy of a model: statistics, changes, integer storage, guard. */
package org.octet.core.internal.pipeline;
