package org.octet.dataloaders.tensor.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.files.Fingerprint;

/**
 * Makes samples up when they are asked for. Immutable, thread-safe.
 *
 * @param kind what the values are
 * @param count number of samples
 * @param seed of all random numbers
 * @param shape extents of the tensor
 * @param planar whether the channels of a picture lie one behind the other
 * @param mean subtracted; one per channel of a picture, otherwise one
 * @param scale divides what is left, likewise
 * @param input name of the model's input
 */
record SyntheticLoader(
    Kind kind,
    int count,
    long seed,
    Shape shape,
    boolean planar,
    float[] mean,
    float[] scale,
    String input)
    implements DataLoader {

  /** Kinds of values. */
  enum Kind {
    /** Colour or grey pictures, 0 to 255. */
    PICTURE,
    /** Mean 0, deviation 1. */
    NORMAL,
    /** From 0 to 1. */
    UNIFORM
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Sample get(int index) {
    Objects.checkIndex(index, count);
    long mixed = mix(seed + mix(index));
    Tensor tensor = Tensor.allocate(ElementType.F32, shape);
    if (kind == Kind.PICTURE) {
      picture(tensor.bytes(), mixed);
    } else {
      values(tensor.bytes(), new Random(mixed));
    }
    return new Sample(id(index), Map.of(input, tensor), Optional.empty());
  }

  @Override
  public Optional<String> fingerprint(int index) {
    Objects.checkIndex(index, count);
    return Optional.of(new Fingerprint(id(index)).add("seed " + seed).hex());
  }

  @Override
  public List<String> notes() {
    return List.of(
        "the samples were made up (data loader 'synthetic', seed "
            + seed
            + "): good for a first try; calibrate with real data before the model is used");
  }

  private String id(int index) {
    return "synthetic#" + index;
  }

  private void picture(ByteBuffer out, long seedOfPicture) {
    int height = (int) shape.dim(planar ? 2 : 1);
    int width = (int) shape.dim(planar ? 3 : 2);
    int channels = (int) shape.dim(planar ? 1 : 3);
    float[][] planes = SyntheticPicture.draw(width, height, seedOfPicture);
    int pixels = width * height;
    for (int c = 0; c < channels; c++) {
      float m = mean[mean.length == 1 ? 0 : c];
      float s = scale[scale.length == 1 ? 0 : c];
      // one channel: the green plane, which is nearest to grey
      float[] plane = planes[channels == 1 ? 1 : c];
      for (int i = 0; i < pixels; i++) {
        int at = planar ? c * pixels + i : i * channels + c;
        out.putFloat(at * Float.BYTES, (plane[i] - m) / s);
      }
    }
  }

  private void values(ByteBuffer out, Random random) {
    while (out.hasRemaining()) {
      // the doc of nextGaussian fixes its algorithm, on StrictMath
      float v = kind == Kind.NORMAL ? (float) random.nextGaussian() : random.nextFloat();
      out.putFloat((v - mean[0]) / scale[0]);
    }
  }

  /** The finalizer of SplitMix64: neighbouring seeds give unlike numbers. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
