/**
 * The process of the command line: finds the installation, starts Felix or one plain class loader,
 * and passes the arguments on. Sees the JDK and Felix only; nothing but JDK types crosses.
 */
package org.octet.distribution.launcher;
