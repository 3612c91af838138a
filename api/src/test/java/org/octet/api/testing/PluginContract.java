package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Plugin;

/** What every plugin must keep: it can be found, listed cheaply, and explained to users. */
public abstract class PluginContract {
  private static final Path MAPPED_FILES = Path.of("/proc/self/maps");

  /** The plugin's class, as named in {@code META-INF/services}. */
  protected abstract Class<? extends Plugin> pluginClass();

  /**
   * Static fields, as {@code Class.field}, for what a process has once whatever happens, such as a
   * loaded native library; best none.
   */
  protected Set<String> perProcess() {
    return Set.of();
  }

  /** What a data loader must be given besides its path, by key; often nothing. */
  protected Map<String, ?> besidesPath() {
    return Map.of();
  }

  /** A new plugin, made as Octet makes it. */
  protected final Plugin plugin() {
    try {
      return pluginClass().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(pluginClass() + " needs a public constructor without arguments", e);
    }
  }

  @Test
  void isPublicAndPublishedAsAService() {
    assertThat(Modifier.isPublic(pluginClass().getModifiers())).isTrue();
    assertThat(services(pluginClass())).isNotEmpty();
    for (Class<?> service : services(pluginClass())) {
      assertThat(
              ServiceLoader.load(service, pluginClass().getClassLoader()).stream()
                  .map(ServiceLoader.Provider::type))
          .as("META-INF/services/%s", service.getName())
          .anyMatch(pluginClass()::equals);
    }
  }

  @Test
  void nameAndDescriptionSuitTheCommandLine() {
    assertThat(plugin().name()).matches("[A-Za-z][A-Za-z0-9._-]{0,63}");
    assertThat(plugin().description()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void twoInstancesSayTheSame() {
    Plugin a = plugin();
    Plugin b = plugin();
    assertThat(a.name()).isEqualTo(b.name());
    assertThat(a.ranking()).isEqualTo(b.ranking());
    assertThat(a.description()).isEqualTo(b.description());
    assertThat(a.parameters()).isEqualTo(b.parameters());
  }

  @Test
  void parametersAreNamedOnceAndExplained() {
    Set<String> names = new HashSet<>();
    for (Parameter p : plugin().parameters().parameters()) {
      assertThat(p.name()).matches("[a-z][A-Za-z0-9]*");
      assertThat(names.add(p.name())).as("'%s' only once", p.name()).isTrue();
      assertThat(ParameterSchema.camel(p.kebabName())).isEqualTo(p.name());
      assertThat(p.description()).as("description of %s", p.name()).isNotBlank();
      if (p.kind() == Parameter.Kind.CHOICE) {
        assertThat(p.choices()).as("choices of %s", p.name()).isNotEmpty();
      }
    }
  }

  @Test
  void defaultsAreValid() {
    ParameterSchema schema = plugin().parameters();
    List<String> complaints = new ArrayList<>();
    var values = schema.check(Map.of(), plugin().name(), complaints);
    List<Parameter> missing =
        schema.parameters().stream().filter(p -> p.required() && p.defaultValue() == null).toList();
    assertThat(complaints).as("only mandatory keys are missing").hasSize(missing.size());
    for (Parameter p : schema.parameters()) {
      assertThat(values.has(p.name()))
          .as("value of %s", p.name())
          .isEqualTo(p.defaultValue() != null);
    }
  }

  @Test
  void anUnknownKeyIsNamed() {
    assertThat(complaints(Map.of("noSuchKey", "1")))
        .anySatisfy(c -> assertThat(c).contains("noSuchKey").contains(plugin().name()));
  }

  @Test
  void aMandatoryKeyThatIsMissingIsNamed() {
    for (Parameter p : plugin().parameters().parameters()) {
      if (p.required() && p.defaultValue() == null) {
        assertThat(complaints(Map.of()))
            .anySatisfy(c -> assertThat(c).contains("'" + p.kebabName() + "'"));
      }
    }
  }

  @Test
  void aBadValueIsNamedWithItsKey() {
    for (Parameter p : plugin().parameters().parameters()) {
      for (Object bad : badValues(p)) {
        assertThat(complaints(Map.of(p.name(), bad)))
            .as("%s=%s", p.name(), bad)
            .anySatisfy(c -> assertThat(c).contains(p.kebabName()).contains(String.valueOf(bad)));
      }
    }
  }

  @Test
  void dataThatAreMissingAreNamed() {
    if (plugin() instanceof DataLoaderProvider loader
        && loader.parameters().find("path").filter(Parameter::required).isPresent()) {
      Map<String, Object> missing = new HashMap<>(besidesPath());
      missing.put("path", "no-such-folder/no-such-file");
      assertThatThrownBy(() -> loader.open(PluginParameters.of(loader, missing)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no-such-file");
    }
  }

  @Test
  void everyChoiceIsTaken() {
    for (Parameter p : plugin().parameters().parameters()) {
      for (String choice : p.choices()) {
        assertThat(complaints(Map.of(p.name(), choice)))
            .as("%s=%s", p.name(), choice)
            .noneSatisfy(c -> assertThat(c).contains(p.kebabName() + "="));
      }
    }
  }

  @Test
  void rangesAreNotEmpty() {
    for (Parameter p : plugin().parameters().parameters()) {
      if (p.min().isPresent() && p.max().isPresent()) {
        assertThat(p.min().getAsDouble())
            .as("range of %s", p.name())
            .isLessThanOrEqualTo(p.max().getAsDouble());
      }
    }
  }

  private List<String> complaints(Map<String, ?> values) {
    List<String> complaints = new ArrayList<>();
    plugin().parameters().check(values, plugin().name(), complaints);
    return complaints;
  }

  private static List<Object> badValues(Parameter p) {
    List<Object> bad = new ArrayList<>();
    switch (p.kind()) {
      case INTEGER, NUMBER -> {
        bad.add("many");
        p.min().ifPresent(least -> bad.add(beyond(p, least, -1)));
        p.max().ifPresent(most -> bad.add(beyond(p, most, 1)));
      }
      case CHOICE -> bad.add("no-such-choice");
      case BOOLEAN -> bad.add("perhaps");
      case SIZE -> bad.addAll(List.of("0x4", "wide"));
      case NUMBERS -> bad.add("1,two");
      case OBJECTS -> bad.add("no-objects");
      case STRING, PATH, STRINGS -> {}
    }
    return bad;
  }

  /** Outside by more than the value itself. */
  private static String beyond(Parameter p, double limit, int side) {
    BigDecimal value = BigDecimal.valueOf(limit);
    BigDecimal far = value.abs().add(BigDecimal.ONE).multiply(BigDecimal.valueOf(side)).add(value);
    return p.kind() == Parameter.Kind.INTEGER ? far.toBigInteger().toString() : far.toString();
  }

  @Test
  void isPublishedOnce() {
    for (Class<?> service : services(pluginClass())) {
      assertThat(
              ServiceLoader.load(service, pluginClass().getClassLoader()).stream()
                  .map(ServiceLoader.Provider::type)
                  .filter(pluginClass()::equals))
          .as("lines of META-INF/services/%s", service.getName())
          .hasSize(1);
    }
  }

  @Test
  void listingStartsNoThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Plugin plugin = plugin();
    plugin.name();
    plugin.description();
    plugin.parameters();
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);
    // the JDK's own threads are of other groups
    after.removeIf(t -> t.getThreadGroup() != Thread.currentThread().getThreadGroup());
    assertThat(after).isEmpty();
  }

  @Test
  void threadsListWhatOneThreadLists() throws Exception {
    Plugin shared = plugin();
    for (ParameterSchema schema : Together.run(t -> () -> shared.parameters())) {
      assertThat(schema).isEqualTo(shared.parameters());
    }
    for (String name : Together.run(t -> () -> plugin().name())) {
      assertThat(name).isEqualTo(shared.name());
    }
  }

  /** Octet makes one for all jobs. */
  @Test
  void hasNoFieldThatChanges() {
    for (Class<?> c = pluginClass(); c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        assertThat(Modifier.isFinal(field.getModifiers())).as("%s is final", field).isTrue();
      }
    }
  }

  /** What is kept in statics is shared by all jobs, and stays when the plugin is replaced. */
  @Test
  void keepsNothingInStatics() throws Exception {
    assertThat(StaticState.of(pluginClass()).keySet()).as("static state").isEqualTo(perProcess());
  }

  /** In a class loader of its own, so that nothing is loaded yet. */
  @Test
  void listingLoadsNoNativeLibrary() throws Exception {
    List<String> asked = new ArrayList<>();
    Set<String> before = mappedLibraries();
    try (URLClassLoader fresh =
        new URLClassLoader(classPath(), null) {
          @Override
          protected String findLibrary(String name) {
            asked.add(name);
            return super.findLibrary(name);
          }
        }) {
      Object plugin =
          fresh.loadClass(pluginClass().getName()).getDeclaredConstructor().newInstance();
      for (String method : List.of("name", "ranking", "description", "parameters")) {
        plugin.getClass().getMethod(method).invoke(plugin);
      }
    }
    assertThat(asked).as("libraries asked for").isEmpty();
    Set<String> added = mappedLibraries();
    added.removeAll(before);
    assertThat(added).as("libraries loaded").isEmpty();
  }

  /** The interfaces that extend {@link Plugin} directly: the kinds of plugin that this one is. */
  private static Set<Class<?>> services(Class<?> type) {
    Set<Class<?>> found = new HashSet<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      collect(c.getInterfaces(), found);
    }
    return found;
  }

  private static void collect(Class<?>[] interfaces, Set<Class<?>> found) {
    for (Class<?> i : interfaces) {
      if (Arrays.asList(i.getInterfaces()).contains(Plugin.class)) {
        found.add(i);
      }
      collect(i.getInterfaces(), found);
    }
  }

  /** Empty where the system does not tell; the JDK's own libraries do not count. */
  private static Set<String> mappedLibraries() throws IOException {
    if (!Files.isReadable(MAPPED_FILES)) {
      return new TreeSet<>();
    }
    String jdk = Path.of(System.getProperty("java.home")).toRealPath().toString();
    try (Stream<String> lines = Files.lines(MAPPED_FILES)) {
      return lines
          .filter(l -> l.contains(".so") && !l.contains(jdk))
          .map(l -> l.substring(l.indexOf('/')))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
