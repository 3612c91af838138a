package org.octet.dataloaders.volume.internal;

import java.io.IOException;

/**
 * Resampling to another spacing. The centres of the first voxels stay where they are, and the new
 * grid ends where the old one does: no value is made up beyond the outermost centres.
 *
 * @param spacing wanted distance of voxels along x, y, z in millimetres
 * @param nearest whether the nearest voxel is taken (for classes) instead of interpolating linearly
 */
record Resampling(double[] spacing, boolean nearest) {
  /** A guard against 2.9999999 voxels. */
  private static final double ROUNDING = 1e-6;

  /** Extents of the resampled grid. */
  int[] extents(int[] extents, double[] from) throws IOException {
    int[] to = new int[3];
    long voxels = 1;
    for (int i = 0; i < 3; i++) {
      double n = Math.floor((extents[i] - 1) * from[i] / spacing[i] + ROUNDING) + 1;
      voxels = n > Grid.MAX_VOXELS ? Long.MAX_VALUE : voxels * (long) n;
      if (voxels > Grid.MAX_VOXELS) {
        throw new IOException(
            "resampled to a spacing of %s, %s, %s it has more than %d voxels"
                .formatted(spacing[0], spacing[1], spacing[2], Grid.MAX_VOXELS));
      }
      to[i] = (int) n;
    }
    return to;
  }

  /** The resampled grid. */
  Grid apply(Grid g) throws IOException {
    int[] to = extents(g.extents(), g.spacing());
    Axis[] axes = new Axis[3];
    for (int i = 0; i < 3; i++) {
      axes[i] = Axis.of(to[i], g.extents()[i], spacing[i] / g.spacing()[i], nearest);
    }
    float[][] channels = new float[g.channels().length][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = interpolate(g.channels()[c], g.extents(), axes);
    }
    return new Grid(to, spacing, channels);
  }

  private static float[] interpolate(float[] in, int[] n, Axis... axes) {
    int nx = n[0];
    int nxy = n[0] * n[1];
    Axis ax = axes[0];
    Axis ay = axes[1];
    Axis az = axes[2];
    float[] out = new float[ax.first.length * ay.first.length * az.first.length];
    int at = 0;
    for (int z = 0; z < az.first.length; z++) {
      for (int y = 0; y < ay.first.length; y++) {
        int low = az.first[z] * nxy + ay.first[y] * nx;
        int stepY = ay.step[y] * nx;
        int stepZ = az.step[z] * nxy;
        for (int x = 0; x < ax.first.length; x++) {
          int i = low + ax.first[x];
          int s = ax.step[x];
          double w = ax.weight[x];
          double near =
              mix(mix(in[i], in[i + s], w), mix(in[i + stepY], in[i + stepY + s], w), ay.weight[y]);
          int j = i + stepZ;
          double far =
              mix(mix(in[j], in[j + s], w), mix(in[j + stepY], in[j + stepY + s], w), ay.weight[y]);
          out[at++] = (float) mix(near, far, az.weight[z]);
        }
      }
    }
    return out;
  }

  private static double mix(double a, double b, double weight) {
    return a + weight * (b - a);
  }

  /**
   * For each new voxel of an axis: the old one before it, the step to the one after, its weight.
   */
  private record Axis(int[] first, int[] step, double[] weight) {
    static Axis of(int to, int from, double ratio, boolean nearest) {
      Axis axis = new Axis(new int[to], new int[to], new double[to]);
      for (int i = 0; i < to; i++) {
        double at = Math.min(from - 1, i * ratio);
        int first = (int) (nearest ? Math.floor(at + 0.5) : Math.floor(at));
        axis.first[i] = Math.min(first, from - 1);
        axis.step[i] = nearest || axis.first[i] == from - 1 ? 0 : 1;
        axis.weight[i] = axis.step[i] == 0 ? 0 : at - axis.first[i];
      }
      return axis;
    }
  }
}
