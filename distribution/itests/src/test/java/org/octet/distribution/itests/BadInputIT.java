package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What bad input gets: a message that names the file or key, the value and what is allowed; the
 * exit code of the design; nothing written, nothing of the input touched.
 */
class BadInputIT {
  private static final int INPUT = 2;
  private static final int MODEL = 3;
  private static final int OUTPUT = 74;

  @TempDir static Path folder;
  private static final Distribution OCTET = Distribution.built();
  private static Path inputs;

  @BeforeAll
  static void prepare() throws IOException {
    inputs = Files.createDirectories(folder.resolve("inputs"));
    Files.writeString(inputs.resolve("text.onnx"), "this is not a model");
    Files.writeString(inputs.resolve("text.xml"), "this is not a model");
    Files.writeString(inputs.resolve("other.xml"), "<?xml version=\"1.0\"?><svg/>");
    Files.writeString(inputs.resolve("text.bin"), "weights");
    Files.writeString(inputs.resolve("other.bin"), "weights");
    Files.createDirectories(inputs.resolve("empty"));
    Files.createDirectories(inputs.resolve("unreadable"));
    Files.writeString(inputs.resolve("unreadable/picture.jpg"), "not a picture");
    Files.createDirectories(inputs.resolve("occupied"));
    Files.writeString(inputs.resolve("occupied/demo.xml"), "somebody else's");
    assertThat(
            OCTET
                .run("convert", "--model", OCTET.demoModel().toString(), "--output", "" + inputs)
                .code())
        .isZero();
    pair("nobin");
    Files.delete(inputs.resolve("nobin.bin"));
    pair("short");
    byte[] weights = Files.readAllBytes(inputs.resolve("short.bin"));
    Files.write(inputs.resolve("short.bin"), Arrays.copyOf(weights, weights.length / 2));
    Distribution.Result quantized =
        OCTET.run(arguments("--subset-size", "4", "--output", "" + inputs, "--name", "quantized"));
    assertThat(quantized.code()).as(quantized.err()).isZero();
  }

  private static void pair(String name) throws IOException {
    for (String ending : List.of(".xml", ".bin")) {
      Files.copy(
          inputs.resolve("demo" + ending),
          inputs.resolve(name + ending),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A good command line; what is given replaces the value of the same option. */
  private static String[] arguments(String... changes) {
    Map<String, String> options = new TreeMap<>();
    options.put("--model", OCTET.demoModel().toString());
    options.put("--loader", "image");
    options.put("--data", OCTET.demoPictures("calibration").toString());
    options.put("--output", folder.resolve("result").toString());
    List<String> line = new ArrayList<>(List.of("quantize"));
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i].equals("-L")) {
        line.add("-L");
        line.add(changes[i + 1]);
      } else {
        options.put(changes[i], changes[i + 1]);
      }
    }
    options.forEach((k, v) -> line.addAll(List.of(k, v)));
    return line.toArray(String[]::new);
  }

  @TestFactory
  Stream<DynamicTest> badInput() {
    return Stream.of(
        refused("no such model", INPUT, "no-such.onnx", "--model", in("no-such.onnx")),
        refused("a text named .onnx", INPUT, "text.onnx", "--model", in("text.onnx")),
        refused("a text named .xml", INPUT, "text.xml", "--model", in("text.xml")),
        refused("another kind of XML", INPUT, "other.xml", "--model", in("other.xml")),
        refused(".bin missing", INPUT, "nobin.bin", "--model", in("nobin.xml")),
        refused(".bin too short", INPUT, "short.bin", "--model", in("short.xml")),
        refused("no such data", INPUT, "no-such-folder", "--data", in("no-such-folder")),
        refused("empty data folder", INPUT, "empty", "--data", in("empty")),
        refused("no readable picture", INPUT, "picture.jpg", "--data", in("unreadable")),
        refused(
            "no readable picture, fatal",
            INPUT,
            "picture.jpg",
            "--data",
            in("unreadable"),
            "-L",
            "on-error=fail"),
        refused("shape mismatch", INPUT, "64", "-L", "size=64x64"),
        refused("NaN in the data", INPUT, "NaN", "-L", "mean=NaN"),
        refused("division by zero", INPUT, "scale", "-L", "scale=0"),
        refused("unknown loader", INPUT, "'image'", "--loader", "imagee"),
        refused("unknown engine", INPUT, "ei", "--engine", "ei"),
        refused("unknown device", INPUT, "CPX", "--device", "CPX"),
        refused("unknown target device", INPUT, "'CPU'", "--target-device", "CPUU"),
        refused("unknown preset", INPUT, "'performance'", "--preset", "performence"),
        refused("unknown model type", INPUT, "'transformer'", "--model-type", "transfomer"),
        refused("unknown key", INPUT, "'resize'", "-L", "resise=stretch"),
        refused("unknown choice", INPUT, "'letterbox'", "-L", "resize=leterbox"),
        refused("bad slice", INPUT, "slice", "-L", "slice=a:b"),
        refused("bad seed", INPUT, "shuffle=x", "-L", "shuffle=x"),
        refused("no samples asked for", INPUT, "0", "--subset-size", "0"),
        refused("no threads", INPUT, "0", "--threads", "0"),
        refused("output below a file", OUTPUT, "text.onnx", "--output", in("text.onnx/out")),
        refused("output is a file", OUTPUT, "text.onnx", "--output", in("text.onnx")),
        refused("output there already", OUTPUT, "--force", "--output", in("occupied")),
        refused("already quantized", MODEL, "quantized already", "--model", in("quantized.xml")));
  }

  private static String in(String name) {
    return inputs.resolve(name).toString();
  }

  private static DynamicTest refused(String what, int code, String message, String... changes) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          Distribution.Result run = refuse(message, changes);
          assertThat(run.code()).as(run.err()).isEqualTo(code);
        });
  }

  private static Distribution.Result refuse(String message, String... changes) throws IOException {
    Map<Path, FileTime> before = files();
    Distribution.Result run = OCTET.run(arguments(changes));
    assertThat(run.err()).contains(message).contains("error: ").doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
    assertThat(files()).as("nothing is written, inputs stay").isEqualTo(before);
    return run;
  }

  private static Map<Path, FileTime> files() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }
}
