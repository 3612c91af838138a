package org.octet.dataloaders.text.internal;

import java.util.Optional;
import org.octet.api.data.Annotation;

/**
 * One sample before its text is cut into tokens.
 *
 * @param id such as {@code dev.tsv:17}
 * @param text the text, or the first of two
 * @param pair the second text; null: there is none
 * @param annotation what is known to be true about it
 */
record Row(String id, String text, String pair, Optional<Annotation> annotation) {}
