package org.octet.dataloaders.volume.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;

/**
 * What happens to whole volumes: values, then orientation, then spacing. Immutable.
 *
 * @param intensity changes the values
 * @param ras whether axes are turned to run to the right, to the front and up
 * @param spacing wanted spacing along x, y, z; null: as it is
 * @param axes which of x, y, z (0, 1, 2) are D, H and W
 */
record Preparation(Intensity intensity, boolean ras, double[] spacing, int[] axes) {
  static Preparation of(Parameters p) {
    double[] spacing = p.has("spacing") ? p.numbers("spacing") : null;
    if (spacing != null && (spacing.length != 3 || !Arrays.stream(spacing).allMatch(s -> s > 0))) {
      throw new InputException(
          "data loader 'volume': spacing must be three numbers above 0, in millimetres along x, y, z");
    }
    int[] axes = p.string("axes").chars().map("xyz"::indexOf).toArray();
    return new Preparation(Intensity.of(p), p.string("orientation").equals("ras"), spacing, axes);
  }

  /**
   * A subject, ready to be cut.
   *
   * @param image all modalities, one behind the other
   * @param mask classes on the same grid, if known
   */
  record Prepared(Grid image, Optional<Grid> mask) {}

  /** Reads a subject. */
  Prepared read(Subject subject) throws IOException {
    List<float[]> channels = new ArrayList<>();
    Grid first = null;
    for (Path file : subject.volumes()) {
      VolumeFile.Stored stored = VolumeFile.read(file);
      Grid grid = placed(stored.layout(), intensity.apply(stored.grid()), false);
      first = first == null ? grid : first;
      requireSame(first, grid, file);
      channels.addAll(List.of(grid.channels()));
    }
    Grid image = first.withChannels(channels.toArray(float[][]::new));
    return new Prepared(image, mask(subject, image));
  }

  private Optional<Grid> mask(Subject subject, Grid image) throws IOException {
    if (subject.mask().isEmpty()) {
      return Optional.empty();
    }
    Path file = subject.mask().get();
    VolumeFile.Stored stored = VolumeFile.read(file);
    Grid mask = placed(stored.layout(), stored.grid(), true);
    requireSame(image, mask, file);
    return Optional.of(mask);
  }

  private Grid placed(VolumeFile.Layout layout, Grid grid, boolean classes) throws IOException {
    Grid turned = ras ? layout.orientation().apply(grid) : grid;
    return spacing == null ? turned : new Resampling(spacing, classes).apply(turned);
  }

  private static void requireSame(Grid first, Grid other, Path file) throws IOException {
    if (!first.fits(other)) {
      throw new IOException(
          "'%s' has %s voxels, the first volume %s"
              .formatted(
                  file.getFileName(), Grid.text(other.extents()), Grid.text(first.extents())));
    }
  }

  /** Extents along D, H, W that a file will have. */
  int[] extents(VolumeFile.Layout layout) throws IOException {
    int[] extents = layout.extents();
    double[] from = layout.spacing();
    if (ras) {
      int[] source = layout.orientation().source();
      extents = layout.orientation().apply(extents);
      from = new double[] {from[source[0]], from[source[1]], from[source[2]]};
    }
    return ordered(
        spacing == null ? extents : new Resampling(spacing, false).extents(extents, from));
  }

  /** Numbers of x, y, z in the order D, H, W. */
  int[] ordered(int... xyz) {
    return new int[] {xyz[axes[0]], xyz[axes[1]], xyz[axes[2]]};
  }

  /** Calls {@code use} for the voxels of a box, W fastest. */
  void forEach(Grid grid, Box box, float[] channel, Use use) {
    int[] strides = ordered(1, grid.extents()[0], grid.extents()[0] * grid.extents()[1]);
    for (int d = 0; d < box.size()[0]; d++) {
      for (int h = 0; h < box.size()[1]; h++) {
        int at =
            (box.start()[0] + d) * strides[0]
                + (box.start()[1] + h) * strides[1]
                + box.start()[2] * strides[2];
        for (int w = 0; w < box.size()[2]; w++) {
          use.accept(channel[at + w * strides[2]]);
        }
      }
    }
  }

  /** Takes voxels. */
  interface Use {
    /** Called with each. */
    void accept(float value);
  }
}
