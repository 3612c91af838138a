package org.octet.core.internal.ir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.runtime.ModelInMemory;

/**
 * What the fuzzer feeds with {@code .xml} files. A file is refused with place and reason, or it is
 * a model, and then one that writing and reading leave as it is.
 */
public final class XmlFuzzTarget {
  /** Bytes that the constants of all seeds lie in. */
  static final int WEIGHTS = 1 << 16;

  private static final String NAME = "fuzz.xml";
  private static final Pattern PLACE = Pattern.compile("\\(line \\d+(, column \\d+)?\\): .");
  private static final Pattern BYTES = Pattern.compile("needs \\d+ bytes from byte \\d+");
  private static final ByteBuffer RAMP = ramp();

  private XmlFuzzTarget() {}

  private static ByteBuffer ramp() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(WEIGHTS);
    for (int i = 0; i < WEIGHTS; i++) {
      bytes.put(i, (byte) (i ^ i >> 8));
    }
    return bytes;
  }

  /**
   * One input; called by the fuzzer.
   *
   * @param xml bytes of the file
   */
  public static void fuzzerTestOneInput(byte[] xml) {
    Model model;
    try {
      model = IrReader.read(xml, RAMP.duplicate(), NAME);
    } catch (InputException | UnsupportedModelException e) {
      checkMessage(e);
      return;
    }
    ModelInMemory first;
    try {
      first = IrWriter.toMemory(model);
    } catch (UnsupportedModelException e) {
      return; // a name that was read, but that no file can hold
    }
    checkStable(first);
  }

  static void checkMessage(OctetException e) {
    String message = e.getMessage();
    if (!message.contains(NAME)
        || !PLACE.matcher(message).find() && !BYTES.matcher(message).find()) {
      throw new IllegalStateException("no place or reason in: " + message, e);
    }
  }

  static void checkStable(ModelInMemory first) {
    Model read = IrReader.read(first.xml(), first.weights(), "written.xml");
    ModelInMemory second = IrWriter.toMemory(read);
    if (!Arrays.equals(first.xml(), second.xml()) || !first.weights().equals(second.weights())) {
      throw new IllegalStateException(
          "written, read and written again, the model is another:\n"
              + new String(first.xml(), StandardCharsets.UTF_8)
              + "\n"
              + new String(second.xml(), StandardCharsets.UTF_8));
    }
  }
}
