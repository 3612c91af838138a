/** Jobs: their JSON form, checking them whole, and the samples they take. */
package org.octet.core.internal.job;
