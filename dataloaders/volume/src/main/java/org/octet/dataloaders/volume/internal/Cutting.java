package org.octet.dataloaders.volume.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;

/**
 * Which boxes of a volume are samples. Immutable.
 *
 * @param crop what is kept of a volume first: null, a size in the middle, or a box
 * @param patch size of patches; null: none
 * @param stride distance of patches
 * @param slabs boxes; empty: none
 */
record Cutting(Crop crop, int[] patch, int[] stride, List<Box> slabs) {
  private static final int MAX_PATCHES = 1 << 16;

  /** A size in the middle or, when not null, a box. */
  record Crop(int[] size, Box box) {}

  static Cutting of(Parameters p) {
    if (p.has("patch") && p.has("slabs")) {
      throw new InputException("data loader 'volume': give patch or slabs, not both");
    }
    if (p.has("stride") && !p.has("patch")) {
      throw new InputException(
          "data loader 'volume': stride is the distance of patches: give patch");
    }
    int[] patch = p.has("patch") ? Box.size("patch", p.string("patch")) : null;
    int[] stride = p.has("stride") ? Box.size("stride", p.string("stride")) : patch;
    List<Box> slabs = new ArrayList<>();
    for (String text : p.has("slabs") ? p.strings("slabs") : List.<String>of()) {
      slabs.add(Box.parse("slabs", text));
    }
    return new Cutting(p.has("crop") ? crop(p.string("crop")) : null, patch, stride, slabs);
  }

  private static Crop crop(String text) {
    return Box.isSize(text)
        ? new Crop(Box.size("crop", text), null)
        : new Crop(null, Box.parse("crop", text));
  }

  /** Whether the number of samples depends on the extents of a volume. */
  boolean needsExtents() {
    return patch != null;
  }

  /** Samples of a volume whose extents do not matter. */
  int fixedCount() {
    return Math.max(1, slabs.size());
  }

  /**
   * The samples of a volume.
   *
   * @param extents its extents along D, H, W
   * @throws IOException when a box does not lie in it
   */
  List<Box> boxes(int... extents) throws IOException {
    Box kept = Box.whole(extents);
    if (crop != null) {
      kept = crop.box != null ? crop.box : Box.centered(crop.size, extents);
      require(kept, "crop", extents);
    }
    List<Box> boxes = new ArrayList<>();
    if (patch != null) {
      patches(kept, boxes, extents);
    } else {
      for (Box slab : slabs.isEmpty() ? List.of(Box.whole(kept.size())) : slabs) {
        require(slab, "slabs", kept.size());
        boxes.add(kept.inside(slab));
      }
    }
    return boxes;
  }

  private static void require(Box box, String key, int... extents) throws IOException {
    if (!box.fits(extents)) {
      throw new IOException(
          "%s %s does not lie in its %s voxels".formatted(key, box, Grid.text(extents)));
    }
  }

  private void patches(Box kept, List<Box> boxes, int... extents) throws IOException {
    require(new Box(new int[3], patch), "patch", kept.size());
    int[][] starts = new int[3][];
    long count = 1;
    for (int axis = 0; axis < 3; axis++) {
      starts[axis] = starts(axis, kept.size());
      count *= starts[axis].length;
      if (count > MAX_PATCHES) {
        throw new IOException(
            "more than %d patches of its %s voxels; take a larger stride"
                .formatted(MAX_PATCHES, Grid.text(extents)));
      }
    }
    for (int d : starts[0]) {
      for (int h : starts[1]) {
        for (int w : starts[2]) {
          boxes.add(kept.inside(new Box(new int[] {d, h, w}, patch)));
        }
      }
    }
  }

  /** Every stride, and at last one that ends where the volume does. */
  private int[] starts(int axis, int... extents) {
    int last = extents[axis] - patch[axis];
    int[] starts = new int[(last + stride[axis] - 1) / stride[axis] + 1];
    Arrays.setAll(starts, i -> Math.min(i * stride[axis], last));
    return starts;
  }
}
