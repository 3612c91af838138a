/** The built-in target devices: pure data. */
package org.octet.algorithms.devices.internal;
