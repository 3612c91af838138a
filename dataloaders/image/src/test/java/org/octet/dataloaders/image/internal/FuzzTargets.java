package org.octet.dataloaders.image.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.error.InputException;
import org.octet.dataloaders.opencv.OpenCV;

/**
 * What the fuzzer feeds with annotation files: each is read, or refused with a reason, and what is
 * read makes sense. Nothing else may be thrown.
 */
public final class FuzzTargets {
  static final int WIDTH = 27;
  static final int HEIGHT = 19;

  private FuzzTargets() {}

  /** Reads one input. */
  private interface Read {
    Annotation read() throws IOException;
  }

  private static void check(Read read) {
    try {
      checkSense(read.read());
    } catch (IOException e) {
      checkReason(e);
    }
  }

  private static void checkReason(Exception e) {
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new IllegalStateException("no reason", e);
    }
  }

  private static void checkSense(Annotation annotation) {
    if (annotation instanceof Boxes boxes) {
      for (Box b : boxes.boxes()) {
        boolean finite = Double.isFinite(b.right() - b.left() + b.bottom() - b.top());
        if (!finite || b.right() < b.left() || b.bottom() < b.top() || b.classIndex() < 0) {
          throw new IllegalStateException(b.toString());
        }
      }
    } else if (annotation instanceof Mask mask
        && mask.classes().bytes().remaining() != WIDTH * HEIGHT) {
      throw new IllegalStateException(mask.toString());
    }
  }

  /** YOLO's text. */
  public static final class Yolo {
    private Yolo() {}

    /** One input; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
      check(() -> new YoloText(80).parse(bytes, WIDTH, HEIGHT));
    }
  }

  /** Pascal VOC's XML. */
  public static final class Voc {
    private static VocXml format;

    private Voc() {}

    /** Called by the fuzzer before the first input. */
    public static void fuzzerInitialize() throws IOException {
      Path names = Files.createTempFile("names", ".txt");
      format = new VocXml(ClassNames.read(Files.write(names, List.of("cat", "dog"))));
    }

    /** One input; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
      check(() -> format.parse(bytes, WIDTH, HEIGHT));
    }
  }

  /** COCO's JSON. */
  public static final class Coco {
    private static final Path FILE = Path.of("fuzz.json");
    private static final PictureFiles PICTURES =
        new PictureFiles(Path.of("."), List.of("a.png", "b.png"));

    private Coco() {}

    /** One input; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
      Map<String, ObjectList> objects;
      try {
        objects =
            CocoJson.read(FILE, () -> new ByteArrayInputStream(bytes), PICTURES, Optional.empty());
      } catch (InputException e) {
        if (!e.getMessage().matches("(?s).*fuzz.json.*\\(line \\d+, column \\d+\\): .+")) {
          throw new IllegalStateException("no place or reason in: " + e.getMessage(), e);
        }
        return;
      }
      objects.values().forEach(o -> check(() -> o.of(WIDTH, HEIGHT)));
    }
  }

  /** Masks. */
  public static final class Masks {
    private static final int MAX_SIDE = 1000;
    private static final MaskFile FORMAT =
        new MaskFile(new FileReader(), 255, new Positive(new BitSet(), 255), Optional.empty());

    private Masks() {}

    /** Called by the fuzzer before the first input. */
    public static void fuzzerInitialize() {
      OpenCV.load();
    }

    /** One input; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
      ByteBuffer file = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
      // only PNG: the other decoders are OpenCV's business; not too large, for the sake of speed
      boolean png = PictureFormat.isPng(file) && bytes.length >= 24;
      if (png && side(file, 16) <= MAX_SIDE && side(file, 20) <= MAX_SIDE) {
        check(() -> FORMAT.decode(file, WIDTH, HEIGHT));
      }
    }

    private static long side(ByteBuffer file, int at) {
      return file.getInt(at) & 0xFFFF_FFFFL;
    }
  }

  /** A target with a defect that only an input made on purpose meets. */
  public static final class Planted {
    private Planted() {}

    /** One input; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
      if (bytes.length > 2 && bytes[0] == '0' && bytes[1] == ' ' && bytes[2] == '!') {
        throw new IllegalStateException("found");
      }
    }
  }
}
