/** The service {@code Octet} and the jobs it runs. */
package org.octet.core.internal.service;
