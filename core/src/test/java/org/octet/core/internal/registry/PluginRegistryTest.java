package org.octet.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.octet.api.PluginInfo;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.error.InternalException;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

class PluginRegistryTest {
  private static final Origin JAR = new Origin("a.jar", "1.0");

  private final PluginRegistry registry = new PluginRegistry();

  private record Named(String name, int ranking) implements EngineProvider {
    @Override
    public Engine create(Parameters parameters) {
      throw new UnsupportedOperationException();
    }
  }

  private Registration add(String name, int ranking) {
    return registry.add(PluginKind.ENGINE, "x.Named", JAR, () -> new Named(name, ranking));
  }

  @Test
  void higherRankingWinsThenTheFirst() {
    Registration first = add("ie", 0);
    Registration second = add("ie", 0);
    assertThat(registry.find(PluginKind.ENGINE, "ie")).containsSame(first);
    Registration higher = add("ie", 5);
    assertThat(registry.find(PluginKind.ENGINE, "ie")).containsSame(higher);
    registry.remove(higher);
    registry.remove(first);
    assertThat(registry.find(PluginKind.ENGINE, "ie")).containsSame(second);
  }

  @Test
  void loserIsListedWithTheReason() {
    add("ie", 0);
    add("ie", 1);
    assertThat(registry.list()).extracting(PluginInfo::ranking).containsExactly(1, 0);
    assertThat(registry.list().get(0).problems()).isEmpty();
    assertThat(registry.list().get(1).problems()).singleElement().asString().contains("goes first");
  }

  @Test
  void throwingConstructorIsReportedAndStopsNobody() {
    registry.add(
        PluginKind.ENGINE,
        "x.Broken",
        JAR,
        () -> {
          throw new IllegalStateException("no licence");
        });
    add("ie", 0);
    assertThat(registry.list()).hasSize(2);
    PluginInfo broken = registry.list().get(1);
    assertThat(broken.name()).isEqualTo("x.Broken");
    assertThat(broken.origin()).isEqualTo("a.jar");
    assertThat(broken.problems())
        .containsExactly("cannot be created: IllegalStateException: no licence");
    assertThat(registry.find(PluginKind.ENGINE, "ie")).isPresent();
  }

  @Test
  void linkageErrorIsReported() {
    registry.add(
        PluginKind.ENGINE,
        "x.Old",
        JAR,
        () -> {
          throw new NoClassDefFoundError("org/octet/api/Gone");
        });
    assertThat(registry.list().get(0).problems())
        .containsExactly("cannot be created: NoClassDefFoundError: org/octet/api/Gone");
  }

  @Test
  void badNamesAreReported() {
    for (String name : new String[] {null, "", "1st", "a b", "../x"}) {
      add(name, 0);
    }
    assertThat(registry.names(PluginKind.ENGINE)).isEmpty();
    assertThat(registry.list())
        .hasSize(5)
        .allSatisfy(p -> assertThat(p.problems()).singleElement().asString().contains("its name"));
  }

  @Test
  void throwingNameAndNullParametersAreReported() {
    registry.add(
        PluginKind.ENGINE,
        "x.Throws",
        JAR,
        () ->
            new EngineProvider() {
              @Override
              public String name() {
                throw new AbstractMethodError("name");
              }

              @Override
              public Engine create(Parameters parameters) {
                return null;
              }
            });
    registry.add(
        PluginKind.ENGINE,
        "x.Null",
        JAR,
        () ->
            new EngineProvider() {
              @Override
              public String name() {
                return "nothing";
              }

              @Override
              public ParameterSchema parameters() {
                return null;
              }

              @Override
              public Engine create(Parameters parameters) {
                return null;
              }
            });
    assertThat(registry.list()).extracting(PluginInfo::name).containsExactly("nothing", "x.Throws");
    assertThat(registry.list().get(0).problems()).containsExactly("its parameters() is null");
    assertThat(registry.list().get(1).problems())
        .containsExactly("cannot be listed: AbstractMethodError: name");
  }

  @Test
  void brokenPluginOfAKnownNameIsAPluginError() {
    registry.addBroken(PluginKind.ENGINE, "ie", JAR, "cannot be loaded: x");
    assertThatThrownBy(() -> registry.find(PluginKind.ENGINE, "ie"))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("engine 'ie' (a.jar 1.0) is broken: cannot be loaded: x");
  }

  @Test
  void unknownNameListsWhatIsThereAndTheNearest() {
    add("ie", 0);
    add("cascade", 0);
    assertThat(registry.find(PluginKind.ENGINE, "cascad")).isEmpty();
    assertThat(registry.unknown(PluginKind.ENGINE, "cascad"))
        .isEqualTo("unknown engine 'cascad' (did you mean 'cascade'?); there are cascade, ie");
    assertThat(registry.unknown(PluginKind.METRIC, "x"))
        .isEqualTo("unknown metric 'x'; there are none");
  }

  @Test
  void runningJobThatFailsForARemovedPluginSaysSo() {
    Registration engine = add("ie", 0);
    try (Lease lease = registry.lease(List.of(engine), new Cancellation())) {
      assertThat(engine.leases()).isEqualTo(1);
      assertThat(lease.run(() -> "works")).isEqualTo("works");
      registry.remove(engine);
      assertThat(lease.run(() -> "still works")).isEqualTo("still works");
      assertThatThrownBy(
              () ->
                  lease.run(
                      () -> {
                        throw new NoClassDefFoundError("x/Late");
                      }))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("engine 'ie' (a.jar 1.0) was removed while the job used it");
      assertThatThrownBy(
              () ->
                  lease.run(
                      () -> {
                        throw new PluginException("failed", new IllegalStateException("stopped"));
                      }))
          .hasMessageContaining("was removed while the job used it");
    }
    assertThat(engine.leases()).isZero();
  }

  @Test
  void jobsAreEndedForAPluginThatIsGone() {
    Object jar = new Object();
    Origin origin = new Origin("a.jar", "1.0", Optional.of(jar), "");
    Registration engine =
        registry.add(PluginKind.ENGINE, "x.Named", origin, () -> new Named("ie", 0));
    Registration other = add("other", 0);
    Cancellation caller = new Cancellation();
    Lease stays = registry.lease(List.of(other), caller);
    Lease lease = registry.lease(List.of(engine, other), caller);
    List<Registration> gone = registry.retire(jar);
    assertThat(gone).containsExactly(engine);
    assertThat(registry.names(PluginKind.ENGINE)).containsExactly("other");
    assertThat(registry.unload(gone)).isFalse();

    registry.end(gone);
    assertThat(caller.requested()).isFalse();
    assertThat(stays.cancellation().requested()).isFalse();
    assertThatThrownBy(
            () ->
                lease.run(
                    () -> {
                      lease.cancellation().check();
                      return "not cancelled";
                    }))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("engine 'ie' (a.jar 1.0) was removed while the job used it");
    lease.close();
    assertThat(registry.unload(gone)).isTrue();
    assertThatThrownBy(() -> registry.lease(gone, caller))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("was removed");
  }

  @Test
  void whatTheCallerCancelsIsCancelled() {
    Cancellation caller = new Cancellation();
    try (Lease lease = registry.lease(List.of(add("ie", 0)), caller)) {
      caller.cancel();
      assertThat(lease.cancellation().requested()).isTrue();
    }
  }

  @Test
  void theFirstWhoAsksSearches() {
    registry.beforeFirstLook(() -> add("late", 0));
    assertThat(registry.found()).isEmpty();
    assertThat(registry.names(PluginKind.ENGINE)).containsExactly("late");
    assertThat(registry.names(PluginKind.ENGINE)).containsExactly("late");
  }

  @Test
  void otherErrorsOfAJobBecomeOctetErrors() {
    Registration engine = add("ie", 0);
    Lease lease = registry.lease(List.of(engine), new Cancellation());
    assertThatThrownBy(
            () ->
                lease.run(
                    () -> {
                      throw new NoSuchMethodError("x");
                    }))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("does not fit this version");
    assertThatThrownBy(
            () ->
                lease.run(
                    () -> {
                      throw new IllegalArgumentException("oops");
                    }))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("IllegalArgumentException: oops");
  }

  @Test
  void snapshotsDoNotChange() {
    add("ie", 0);
    List<PluginInfo> before = registry.list();
    add("other", 0);
    assertThat(before).hasSize(1);
    assertThat(registry.list()).hasSize(2);
  }
}
