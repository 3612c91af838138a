/**
 * What loaders of files share: listing folders, reading with limits, tables of labels, numbers of
 * any type, NumPy's array format. Not a bundle: every loader's bundle carries a copy of its own.
 */
package org.octet.dataloaders.files;
