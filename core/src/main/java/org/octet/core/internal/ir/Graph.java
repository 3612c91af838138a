package org.octet.core.internal.ir;

import java.util.Map;
import org.octet.api.model.Model;

/**
 * A graph that was read, with its layers by id.
 *
 * @param model the connected model
 * @param layers the layers by their id in the file
 */
record Graph(Model model, Map<Long, Layer> layers) {}
