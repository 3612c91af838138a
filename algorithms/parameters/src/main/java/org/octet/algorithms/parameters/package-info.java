/** Parameters that several algorithms take. */
package org.octet.algorithms.parameters;
