/** Reads configurations of OpenVINO's Post-training Optimization Tool. */
package org.octet.core.internal.pot;
