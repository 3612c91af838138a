package org.octet.dataloaders.volume.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.Npy;
import org.octet.dataloaders.files.NpyHeader;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.NumberType;

/** Reads volumes: NIfTI files, packed or not, and NumPy arrays with the axes x, y, z. Stateless. */
final class VolumeFile {
  /** How the names of volumes end; longer ones first. */
  static final List<String> ENDINGS = List.of(".nii.gz", ".nii", ".npy");

  private static final int TAIL = 1 << 12;
  private static final double[][] IDENTITY = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}};

  private VolumeFile() {}

  /**
   * What is known before the voxels are read.
   *
   * @param extents voxels along x, y, z, as stored
   * @param spacing distance of voxels along x, y, z
   * @param orientation how these axes lie
   */
  record Layout(int[] extents, double[] spacing, Orientation orientation) {
    static Layout of(int[] extents, double[][] affine) throws IOException {
      double[] spacing = new double[3];
      for (int axis = 0; axis < 3; axis++) {
        double squares = 0;
        for (double[] row : affine) {
          squares += row[axis] * row[axis];
        }
        spacing[axis] = Math.sqrt(squares);
        if (!(spacing[axis] > 0) || !Double.isFinite(spacing[axis])) {
          throw new IOException(
              "its orientation gives axis %d the spacing %s".formatted(axis, spacing[axis]));
        }
      }
      return new Layout(extents, spacing, Orientation.of(affine));
    }
  }

  /**
   * Voxels as they are stored.
   *
   * @param layout where they lie
   * @param grid their values, scaled as the file says; what is no number is 0
   */
  record Stored(Layout layout, Grid grid) {}

  /** Reads a header only. */
  static Layout layout(Path file) throws IOException {
    try (InputStream in = Content.open(file)) {
      return isNumpy(file) ? npyLayout(NpyHeader.read(in)) : layout(NiftiHeader.read(in));
    }
  }

  /** Reads a volume. */
  static Stored read(Path file) throws IOException {
    try (InputStream in = Content.open(file)) {
      return isNumpy(file) ? numpy(in) : nifti(in);
    }
  }

  private static boolean isNumpy(Path file) {
    return file.toString().endsWith(".npy");
  }

  private static Layout layout(NiftiHeader h) throws IOException {
    return Layout.of(h.extents(), h.affine());
  }

  private static Layout npyLayout(NpyHeader h) throws IOException {
    if (h.shape().rank() != 3 || h.shape().elements() < 1) {
      throw new IOException("an array %s is no volume with the axes x, y, z".formatted(h));
    }
    if (h.shape().elements() > Grid.MAX_VOXELS) {
      throw new IOException("array %s: at most %d voxels are read".formatted(h, Grid.MAX_VOXELS));
    }
    int[] extents = new int[3];
    for (int i = 0; i < 3; i++) {
      extents[i] = (int) h.shape().dim(i);
    }
    return Layout.of(extents, IDENTITY);
  }

  private static Stored nifti(InputStream in) throws IOException {
    NiftiHeader h = NiftiHeader.read(in);
    Layout layout = layout(h);
    in.skipNBytes(h.offset() - h.length());
    int voxels = h.extents()[0] * h.extents()[1] * h.extents()[2];
    NumberType type = h.type();
    long length = (long) voxels * h.channels() * type.bytes();
    ByteBuffer bytes = ByteBuffer.wrap(Content.exactly(in, length, "the volume")).order(h.order());
    // at the end of a packed file its checksum is compared; not unpacking more than a little
    in.readNBytes(TAIL);
    float[][] channels = new float[h.channels()][voxels];
    for (int c = 0; c < channels.length; c++) {
      for (int i = 0; i < voxels; i++) {
        double v = type.real(bytes, (c * voxels + i) * type.bytes());
        channels[c][i] = number((float) (v * h.slope() + h.intercept()));
      }
    }
    return new Stored(layout, new Grid(layout.extents(), layout.spacing(), channels));
  }

  private static Stored numpy(InputStream in) throws IOException {
    NpyHeader h = NpyHeader.read(in);
    Layout layout = npyLayout(h);
    NumberArray array = Npy.data(h, in);
    int[] n = layout.extents();
    float[] values = new float[array.size()];
    for (int x = 0; x < n[0]; x++) {
      for (int y = 0; y < n[1]; y++) {
        for (int z = 0; z < n[2]; z++) {
          // from the last axis fastest to the first
          values[(z * n[1] + y) * n[0] + x] = number((float) array.real((x * n[1] + y) * n[2] + z));
        }
      }
    }
    return new Stored(layout, new Grid(n, layout.spacing(), new float[][] {values}));
  }

  private static float number(float v) {
    return Float.isFinite(v) ? v : 0;
  }
}
