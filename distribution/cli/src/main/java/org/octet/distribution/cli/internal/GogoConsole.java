package org.octet.distribution.cli.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Dictionary;
import java.util.Hashtable;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.octet.api.error.InputException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Gogo: Octet's functions are its commands, of scope {@code octet}. */
record GogoConsole(BundleContext context) implements Console {
  private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";
  private static final String SCOPE = "octet";

  @Override
  public Lines open(ShellFunctions functions) {
    // by name: without Gogo its classes are not there
    ServiceReference<?> processor = context.getServiceReference(PROCESSOR);
    if (processor == null) {
      throw new InputException(
          "octet shell needs Gogo: there is no org.apache.felix.gogo.runtime in the folder bundles");
    }
    return new GogoLines(context, processor, functions);
  }

  private static final class GogoLines implements Lines {
    private final BundleContext context;
    private final ServiceReference<?> processor;
    private final ServiceRegistration<?> commands;
    private final CommandSession session;

    GogoLines(BundleContext context, ServiceReference<?> processor, ShellFunctions functions) {
      this.context = context;
      this.processor = processor;
      Dictionary<String, Object> properties = new Hashtable<>();
      properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
      properties.put(
          CommandProcessor.COMMAND_FUNCTION, ShellFunctions.NAMES.toArray(new String[0]));
      commands = context.registerService(ShellFunctions.class, functions, properties);
      session =
          ((CommandProcessor) context.getService(processor))
              .createSession(
                  InputStream.nullInputStream(), functions.out(), OutputStream.nullOutputStream());
      session.put("SCOPE", SCOPE + ":*");
    }

    @Override
    public void execute(String line) throws Exception {
      session.execute(line);
    }

    @Override
    public void close() {
      session.close();
      commands.unregister();
      context.ungetService(processor);
    }
  }
}
