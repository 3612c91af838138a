/** Runs samples through engines and models on several threads, in a deterministic order. */
package org.octet.core.internal.execution;
