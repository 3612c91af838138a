package org.octet.core.internal.ir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.tensor.Floats;
import org.octet.core.internal.compression.WeightCompressor;

/**
 * What the fuzzer feeds with {@code .bin} files, for the model that the system property {@value
 * #MODEL} names. Too few bytes are refused; any others are weights and ranges like all others: they
 * can be read, stored as integers and written, or the error names the operation.
 */
public final class WeightsFuzzTarget {
  /** System property: the {@code .xml} that the weights belong to. */
  static final String MODEL = "octet.fuzz.model";

  private static final Path XML = Path.of(System.getProperty(MODEL));
  private static final Path BIN = XML.resolveSibling("fuzz.bin");
  private static final byte[] MODEL_BYTES = modelBytes();

  private WeightsFuzzTarget() {}

  private static byte[] modelBytes() {
    try {
      return Files.readAllBytes(XML);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One input; called by the fuzzer. Some go through a mapped file, some are read again.
   *
   * @param bin bytes of the file
   */
  public static void fuzzerTestOneInput(byte[] bin) throws IOException {
    Model model;
    try {
      model = bin.length % 4 == 0 ? fromFile(bin) : fromMemory(bin);
    } catch (InputException e) {
      named(e, "fuzz.bin");
      return;
    }
    readValues(model);
    try {
      WeightCompressor.compress(model);
    } catch (UnsupportedModelException e) {
      named(e, "NaN");
      return;
    }
    ModelInMemory written = IrWriter.toMemory(model);
    if (bin.length % 8 == 1) {
      XmlFuzzTarget.checkStable(written);
    }
  }

  private static Model fromFile(byte[] bin) throws IOException {
    // a new file each time: the old one may still be mapped
    Files.deleteIfExists(BIN);
    Files.write(BIN, bin);
    return IrReader.read(XML, BIN);
  }

  private static Model fromMemory(byte[] bin) {
    ByteBuffer weights = ByteBuffer.allocateDirect(bin.length).put(bin).flip();
    return IrReader.read(MODEL_BYTES, weights, "fuzz.bin");
  }

  private static void readValues(Model model) {
    for (Operation op : model.operations()) {
      if (op.isConstant() && Floats.supports(op.value().type())) {
        Floats.read(op.value());
      }
      FakeQuantize.of(op);
    }
  }

  private static void named(OctetException e, String what) {
    if (!e.getMessage().contains(what)) {
      throw new IllegalStateException("no place or reason in: " + e.getMessage(), e);
    }
  }
}
