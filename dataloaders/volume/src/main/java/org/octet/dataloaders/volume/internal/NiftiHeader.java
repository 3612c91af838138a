package org.octet.dataloaders.volume.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.NumberType;

/**
 * What the header of a NIfTI-1 or NIfTI-2 file says: see nifti.nimh.nih.gov.
 *
 * @param length bytes of the header itself
 * @param type type of the stored numbers
 * @param order their byte order
 * @param extents voxels along x, y, z
 * @param channels volumes one behind the other, such as points in time
 * @param offset where the numbers begin
 * @param slope factor of the stored numbers
 * @param intercept added to them then
 * @param affine from voxel indices to millimetres, three rows of four: x to the right, y to the
 *     front, z up
 */
record NiftiHeader(
    int length,
    NumberType type,
    ByteOrder order,
    int[] extents,
    int channels,
    long offset,
    double slope,
    double intercept,
    double[][] affine) {
  private static final int SIZE_1 = 348;
  private static final int SIZE_2 = 540;
  private static final long MAX_OFFSET = 1 << 26;
  private static final int MAX_RANK = 7;
  private static final Map<Integer, NumberType> TYPES =
      Map.ofEntries(
          Map.entry(2, NumberType.U8),
          Map.entry(4, NumberType.I16),
          Map.entry(8, NumberType.I32),
          Map.entry(16, NumberType.F32),
          Map.entry(64, NumberType.F64),
          Map.entry(256, NumberType.I8),
          Map.entry(512, NumberType.U16),
          Map.entry(768, NumberType.U32),
          Map.entry(1024, NumberType.I64),
          Map.entry(1280, NumberType.U64));

  /**
   * Reads a header, and nothing behind it.
   *
   * @throws IOException when it is not such a header, or one of another kind of data
   */
  static NiftiHeader read(InputStream in) throws IOException {
    ByteBuffer start = ByteBuffer.wrap(Content.exactly(in, Integer.BYTES, "the header"));
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    int size = start.order(order).getInt(0);
    if (size != SIZE_1 && size != SIZE_2) {
      order = ByteOrder.BIG_ENDIAN;
      size = start.order(order).getInt(0);
    }
    if (size != SIZE_1 && size != SIZE_2) {
      throw new IOException("it does not begin with 348 or 540, so it is no NIfTI file");
    }
    ByteBuffer all = ByteBuffer.allocate(size).order(order);
    all.put(start.array()).put(Content.exactly(in, size - Integer.BYTES, "the header"));
    return parse(all, size == SIZE_1 ? Fields.ONE : Fields.TWO);
  }

  private static NiftiHeader parse(ByteBuffer b, Fields f) throws IOException {
    if (b.get(f.magic) != 'n' || b.get(f.magic + 1) != '+') {
      throw new IOException(
          "its magic is not n+%d; a pair of .hdr and .img is not read, convert it to .nii"
              .formatted(f == Fields.ONE ? 1 : 2));
    }
    int code = b.getShort(f.type);
    NumberType type = TYPES.get(code);
    if (type == null) {
      throw new IOException(
          "data type %d (colour, complex or long double) is no plain number".formatted(code));
    }
    int[] dims = dims(b, f);
    long voxels = 1;
    for (int d : dims) {
      voxels = voxels > Grid.MAX_VOXELS ? voxels : voxels * d;
    }
    long offset = (long) f.real(b, f.offset);
    if (voxels > Grid.MAX_VOXELS || offset < b.capacity() || offset > MAX_OFFSET) {
      throw new IOException(
          "%dx%dx%dx%d voxels from byte %d; at most %d voxels are read"
              .formatted(dims[0], dims[1], dims[2], dims[3], offset, Grid.MAX_VOXELS));
    }
    double slope = f.number(b, f.slope);
    double intercept = f.number(b, f.slope + f.width);
    boolean scaled = Double.isFinite(slope) && slope != 0;
    return new NiftiHeader(
        b.capacity(),
        type,
        b.order(),
        new int[] {dims[0], dims[1], dims[2]},
        dims[3],
        offset,
        scaled ? slope : 1,
        scaled && Double.isFinite(intercept) ? intercept : 0,
        affine(b, f));
  }

  /** Four extents: those that are not there are 1. */
  private static int[] dims(ByteBuffer b, Fields f) throws IOException {
    long rank = f.dim(b, 0);
    if (rank < 1 || rank > MAX_RANK) {
      throw new IOException("%d axes; a volume has 3 or 4".formatted(rank));
    }
    int[] dims = {1, 1, 1, 1};
    for (int i = 1; i <= rank; i++) {
      long d = f.dim(b, i);
      if (d < 1 || d > Grid.MAX_VOXELS || i > dims.length && d > 1) {
        throw new IOException("extent %d of axis %d".formatted(d, i));
      }
      if (i <= dims.length) {
        dims[i - 1] = (int) d;
      }
    }
    return dims;
  }

  /** By the sform, else by the qform, else by the spacing alone. */
  private static double[][] affine(ByteBuffer b, Fields f) throws IOException {
    double[] spacing = new double[3];
    for (int i = 0; i < 3; i++) {
      spacing[i] = Math.abs(f.number(b, f.spacing + (i + 1) * f.width));
    }
    double[][] affine = new double[3][4];
    if (f.code(b, f.sformCode) > 0) {
      for (int i = 0; i < 12; i++) {
        affine[i / 4][i % 4] = f.number(b, f.sform + i * f.width);
      }
    } else if (f.code(b, f.qformCode) > 0) {
      affine = qform(b, f, spacing);
    } else {
      for (int i = 0; i < 3; i++) {
        affine[i][i] = spacing[i] > 0 ? spacing[i] : 1;
      }
    }
    for (double[] row : affine) {
      for (double v : row) {
        if (!Double.isFinite(v)) {
          throw new IOException("its orientation has the number " + v);
        }
      }
    }
    return affine;
  }

  /** Rotation by a unit quaternion of which three parts are stored, then spacing and offset. */
  private static double[][] qform(ByteBuffer buffer, Fields f, double... spacing) {
    double b = f.number(buffer, f.quaternion);
    double c = f.number(buffer, f.quaternion + f.width);
    double d = f.number(buffer, f.quaternion + 2 * f.width);
    double rest = 1 - (b * b + c * c + d * d);
    double a = Math.sqrt(Math.max(0, rest));
    double n = rest < 0 ? Math.sqrt(b * b + c * c + d * d) : 1;
    b /= n;
    c /= n;
    d /= n;
    double[] scale = spacing.clone();
    scale[2] *= f.number(buffer, f.spacing) < 0 ? -1 : 1;
    double[][] r = {
      {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c), 0},
      {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b), 0},
      {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c, 0}
    };
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        r[i][j] *= scale[j];
      }
      r[i][3] = f.number(buffer, f.quaternion + (3 + i) * f.width);
    }
    return r;
  }

  /** Where the fields of a version lie; numbers are float in the first and double in the second. */
  private enum Fields {
    ONE(4, 344, 70, 40, 76, 108, 112, 252, 254, 256, 280),
    TWO(8, 4, 12, 16, 104, 168, 176, 344, 348, 352, 400);

    private final int width;
    private final int magic;
    private final int type;
    private final int dim;
    private final int spacing;
    private final int offset;
    private final int slope;
    private final int qformCode;
    private final int sformCode;
    private final int quaternion;
    private final int sform;

    Fields(int width, int... at) {
      this.width = width;
      magic = at[0];
      type = at[1];
      dim = at[2];
      spacing = at[3];
      offset = at[4];
      slope = at[5];
      qformCode = at[6];
      sformCode = at[7];
      quaternion = at[8];
      sform = at[9];
    }

    double number(ByteBuffer b, int at) {
      return this == ONE ? b.getFloat(at) : b.getDouble(at);
    }

    /** The offset of the second version is a whole number. */
    double real(ByteBuffer b, int at) {
      return this == ONE ? b.getFloat(at) : b.getLong(at);
    }

    long dim(ByteBuffer b, int index) {
      return this == ONE ? b.getShort(dim + 2 * index) : b.getLong(dim + 8 * index);
    }

    int code(ByteBuffer b, int at) {
      return this == ONE ? b.getShort(at) : b.getInt(at);
    }
  }
}
