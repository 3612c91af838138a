/** Takes recurrent operations apart. */
package org.octet.core.internal.recurrent;
