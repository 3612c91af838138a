/** The JSON forms that others rely on, and what a report says about a run. */
package org.octet.core.internal.report;
