/** Rounding of weights by the second moments of what they are multiplied with. */
package org.octet.algorithms.weightrounding.internal;
