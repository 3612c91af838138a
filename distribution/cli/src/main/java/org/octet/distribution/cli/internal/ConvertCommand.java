package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.octet.api.ConversionJob;
import org.octet.api.Octet;
import org.octet.api.OutputSpec;
import org.octet.api.runtime.ModelFiles;
import org.octet.core.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code octet convert}. */
@Command(
    name = "convert",
    description = "Converts a model to OpenVINO IR without quantizing it.",
    footer = {"", "Example:", "  octet convert --model net.onnx --output ir/"})
final class ConvertCommand extends OctetCommand {
  @ArgGroup(validate = false, heading = "%nModel:%n", order = 1)
  ModelOptions model = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nResult:%n", order = 2)
  OutputOptions output = new OutputOptions();

  ConvertCommand(Session session) {
    super(session);
  }

  /** Where the result goes. */
  static final class OutputOptions {
    @Option(names = "--output", paramLabel = "DIR", description = "Folder of the result.")
    Path directory;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "Base name of the files (default: the model's).")
    String name;

    @Option(names = "--force", description = "Replace files that are there already.")
    boolean force;
  }

  /** The form of {@code --json}. */
  private record Form(int schemaVersion, Path model, Path weights) {}

  @Override
  void execute(Octet octet) {
    List<String> complaints = new ArrayList<>();
    model.require(complaints);
    if (model.models.size() > 1) {
      complaints.add("--model is given %d times: convert takes one".formatted(model.models.size()));
    }
    if (output.directory == null) {
      complaints.add("--output is missing: name the folder of the result");
    }
    refuse(complaints);
    session.announce(common, "converting " + model.names());
    ModelFiles files =
        octet.convert(
            new ConversionJob(
                model.specs().get(0),
                new OutputSpec(output.directory, output.name, output.force),
                null));
    if (common.json) {
      session.out().print(Json.write(new Form(1, files.model(), files.weights())));
    } else {
      session
          .out()
          .print(
              Table.ofTexts()
                  .row("written", files.model().toString())
                  .row("", files.weights().toString()));
    }
  }
}
