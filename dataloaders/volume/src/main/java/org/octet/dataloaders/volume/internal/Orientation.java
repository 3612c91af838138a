package org.octet.dataloaders.volume.internal;

/**
 * How the axes of a grid lie in the body: which of them runs to the right, to the front and up, and
 * which way. Immutable.
 *
 * @param source for each of right, front, up: the axis of the grid that is nearest to it
 * @param flipped for each of right, front, up: whether that axis runs the other way
 */
record Orientation(int[] source, boolean[] flipped) {
  /**
   * By the direction of largest component, axis by axis: exact for grids that are not sheared.
   *
   * @param affine from voxel indices to millimetres
   */
  static Orientation of(double[][] affine) {
    int[] source = {-1, -1, -1};
    boolean[] flipped = new boolean[3];
    for (int axis = 0; axis < 3; axis++) {
      int best = -1;
      for (int world = 0; world < 3; world++) {
        if (source[world] < 0
            && (best < 0 || Math.abs(affine[world][axis]) > Math.abs(affine[best][axis]))) {
          best = world;
        }
      }
      source[best] = axis;
      flipped[best] = affine[best][axis] < 0;
    }
    return new Orientation(source, flipped);
  }

  /** Extents or spacing in the order right, front, up. */
  int[] apply(int... extents) {
    return new int[] {extents[source[0]], extents[source[1]], extents[source[2]]};
  }

  /** The grid with x to the right, y to the front, z up. */
  Grid apply(Grid g) {
    int[] strides = {1, g.extents()[0], g.extents()[0] * g.extents()[1]};
    int[] to = apply(g.extents());
    int start = 0;
    int[] step = new int[3];
    for (int i = 0; i < 3; i++) {
      step[i] = flipped[i] ? -strides[source[i]] : strides[source[i]];
      start += flipped[i] ? (to[i] - 1) * strides[source[i]] : 0;
    }
    float[][] channels = new float[g.channels().length][g.voxels()];
    for (int c = 0; c < channels.length; c++) {
      float[] in = g.channels()[c];
      int at = 0;
      for (int z = 0; z < to[2]; z++) {
        for (int y = 0; y < to[1]; y++) {
          int from = start + z * step[2] + y * step[1];
          for (int x = 0; x < to[0]; x++) {
            channels[c][at++] = in[from + x * step[0]];
          }
        }
      }
    }
    double[] s = g.spacing();
    return new Grid(to, new double[] {s[source[0]], s[source[1]], s[source[2]]}, channels);
  }
}
