/**
 * The jars of a plugins folder as files: checked, installed, switched off and on, removed. Nothing
 * here runs code of a plugin.
 */
package org.octet.distribution.cli.internal.plugins;
