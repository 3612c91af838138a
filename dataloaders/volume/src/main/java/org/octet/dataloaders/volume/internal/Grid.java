package org.octet.dataloaders.volume.internal;

import java.util.Arrays;

/**
 * Voxels on a regular grid: the first axis (x) changes fastest, as in a NIfTI file. Not to be
 * changed once it is shared.
 *
 * @param extents voxels along x, y, z
 * @param spacing distance of voxels along x, y, z in millimetres
 * @param channels one array per channel
 */
record Grid(int[] extents, double[] spacing, float[][] channels) {
  /** Voxels of the largest volume, all channels together: 1 GiB of floats. */
  static final int MAX_VOXELS = 1 << 28;

  /** Voxels of one channel. */
  int voxels() {
    return extents[0] * extents[1] * extents[2];
  }

  /** The same voxels with other values. */
  Grid withChannels(float[][] others) {
    return new Grid(extents, spacing, others);
  }

  /** Whether two grids have the same extents. */
  boolean fits(Grid other) {
    return Arrays.equals(extents, other.extents);
  }

  /** Such as {@code 256x256x192}. */
  static String text(int... extents) {
    return extents[0] + "x" + extents[1] + "x" + extents[2];
  }
}
