package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.error.CancelledException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.Tensor;

/**
 * What every algorithm must keep: it looks before it changes, the same input gives the same model,
 * and inputs and outputs stay the user's.
 */
public abstract class AlgorithmContract {
  /** The provider. */
  protected abstract AlgorithmProvider provider();

  /** Values of parameters by key; defaults stand for the others. */
  protected Map<String, ?> parameters() {
    return Map.of();
  }

  /** What it works on; new models in each call. */
  protected OptimizedModel model() {
    return TestGraphs.convolutions();
  }

  /** What other algorithms do to the model between {@code register} and {@code apply}. */
  protected void before(OptimizedModel model) {}

  /**
   * What core offers: a device for convolutions, and comparisons by which every candidate is better
   * than the one before.
   */
  protected TestContext context() {
    TestContext context = new TestContext().device(TestGraphs.device());
    return context.evaluating(
        (model, samples) ->
            new Evaluation(Map.of("output", 20.0 + context.evaluated().size()), samples));
  }

  /** The statistics of a model. */
  protected RequestedStatistics statistics(OptimizedModel model) {
    return RequestedStatistics.plausible(model);
  }

  private Algorithm create() {
    return create(provider());
  }

  private Algorithm create(AlgorithmProvider provider) {
    return provider.create(PluginParameters.of(provider, parameters()));
  }

  /** A run from register to apply. */
  private final class Run {
    final OptimizedModel model;
    final TestContext context = context();
    final RequestedStatistics statistics;
    final Algorithm algorithm;

    Run(OptimizedModel model, Algorithm algorithm) {
      this.model = model;
      this.algorithm = algorithm;
      statistics = statistics(model);
    }

    Run register() {
      context.measuring(
          (measured, requests, samples) -> {
            RequestedStatistics answer = statistics(measured);
            requests.forEach(answer::request);
            return answer;
          });
      algorithm.register(model, statistics, context);
      return this;
    }

    Run apply() {
      before(model);
      algorithm.apply(model, statistics, context);
      return this;
    }

    String result() {
      return TestGraphs.describe(model);
    }
  }

  private Run run() {
    return new Run(model(), create()).register().apply();
  }

  @Test
  void changesSomething() {
    OptimizedModel untouched = model();
    before(untouched);
    assertThat(run().result()).isNotEqualTo(TestGraphs.describe(untouched));
  }

  @Test
  void registeringChangesNothing() {
    assertThat(new Run(model(), create()).register().result())
        .isEqualTo(TestGraphs.describe(model()));
  }

  @Test
  void asksForTheSameTwiceAndForTensorsThatAreThere() {
    Set<StatisticRequest> first = new Run(model(), create()).register().statistics.requests();
    Set<StatisticRequest> second = new Run(model(), create()).register().statistics.requests();
    assertThat(List.copyOf(second)).isEqualTo(List.copyOf(first));
    OptimizedModel models = model();
    for (StatisticRequest request : first) {
      assertThat(models.names()).contains(request.tensor().model());
      assertThatCode(() -> request.tensor().in(models.model(request.tensor().model())))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theSameInputGivesTheSameModel() {
    assertThat(run().result()).isEqualTo(run().result());
  }

  @Test
  void algorithmsOfOneProviderShareNothing() {
    String expected = run().result();
    AlgorithmProvider provider = provider();
    Run first = new Run(model(), create(provider)).register();
    Run second = new Run(model(), create(provider)).register();
    assertThat(first.apply().result()).isEqualTo(expected);
    assertThat(second.apply().result()).isEqualTo(expected);
  }

  @Test
  void twoRunsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    String expected = run().result();
    for (String result : Together.run(t -> () -> run().result())) {
      assertThat(result).isEqualTo(expected);
    }
  }

  @Test
  void inputsAndOutputsStayTheUsers() {
    List<String> before = contract(model());
    assertThat(contract(run().model)).isEqualTo(before);
  }

  private static List<String> contract(OptimizedModel models) {
    return models.models().values().stream().flatMap(m -> contract(m).stream()).toList();
  }

  private static List<String> contract(Model model) {
    return List.of(
        model.parameters().stream().map(p -> p.name() + tensor(p.output(0))).toList().toString(),
        model.results().stream()
            .map(r -> r.name() + r.input(0).source().shape())
            .toList()
            .toString());
  }

  private static String tensor(Output output) {
    return output.type() + " " + output.shape() + " " + output.names();
  }

  @Test
  void tensorNamesStayWithTheirTensors() {
    Map<String, String> before = names(model());
    assertThat(names(run().model)).containsAllEntriesOf(before);
  }

  private static Map<String, String> names(OptimizedModel models) {
    return models.models().values().stream()
        .flatMap(m -> m.operations().stream())
        .flatMap(op -> op.outputs().stream())
        .flatMap(o -> o.names().stream().map(n -> Map.entry(n, o.operation().name())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  void theModelIsWholeAfterwards() {
    for (Model model : run().model.models().values()) {
      assertThat(model.hasDuplicateNames()).isFalse();
      assertThat(model.topologicalOrder()).hasSameElementsAs(model.operations());
      for (Operation op : model.operations()) {
        assertThat(op.inputs())
            .allSatisfy(i -> assertThat(model.contains(i.source().operation())).isTrue());
      }
    }
  }

  /** Copies of a model share them. */
  @Test
  void valuesOfConstantsAreReplacedAndNotWrittenInto() {
    OptimizedModel original = model();
    List<Tensor> constants =
        original.models().values().stream()
            .flatMap(m -> m.operations().stream())
            .filter(Operation::isConstant)
            .map(Operation::value)
            .toList();
    List<Object> before = constants.stream().map(Contents::of).toList();
    new Run(original.copy(), create()).register().apply();
    assertThat(constants.stream().map(Contents::of).toList()).isEqualTo(before);
    assertThat(TestGraphs.describe(original)).isEqualTo(TestGraphs.describe(model()));
  }

  @Test
  void givesReasonsForOperationsThatAreThere() {
    Run run = run();
    List<String> names =
        run.model.models().values().stream()
            .flatMap(m -> m.operations().stream())
            .map(Operation::name)
            .toList();
    assertThat(names).containsAll(run.context.reasonsByName().keySet());
  }

  @Test
  void notesAreOneLine() {
    assertThat(run().context.notes())
        .allSatisfy(note -> assertThat(note).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void aCancelledRunEndsWithNothingElse() {
    Run run = new Run(model(), create()).register();
    run.context.cancellation().cancel();
    try {
      run.apply();
    } catch (CancelledException e) {
      assertThat(run.context.cancellation().requested()).isTrue();
    }
  }

  @Test
  void comparesTheSameCandidatesTwice() {
    assertThat(candidates()).isEqualTo(candidates());
  }

  private List<String> candidates() {
    Run run = new Run(model(), create());
    List<String> compared = new ArrayList<>();
    run.context.evaluating(
        (candidate, samples) -> {
          compared.add(TestGraphs.describe(candidate));
          return new Evaluation(Map.of("output", 20.0), samples);
        });
    run.register().apply();
    return compared;
  }
}
