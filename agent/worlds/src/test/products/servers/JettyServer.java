package servers;

import java.nio.file.Path;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Eclipse Jetty. */
final class JettyServer implements Server {
  private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
  private final ServerConnector connector = new ServerConnector(jetty, 1, 1);
  private final ContextHandlerCollection contexts = new ContextHandlerCollection();

  JettyServer() throws Exception {
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(contexts);
    jetty.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void deploy(String name, Path folder) throws Exception {
    WebAppContext context = new WebAppContext(folder.toAbsolutePath().toString(), "/" + name);
    context.setThrowUnavailableOnStartupException(true);
    context.setServer(jetty);
    contexts.addHandler(context);
    context.start();
  }

  @Override
  public ClassLoader undeploy(String name) throws Exception {
    for (Handler handler : contexts.getHandlers()) {
      WebAppContext context = (WebAppContext) handler;
      if (context.getContextPath().equals("/" + name)) {
        ClassLoader loader = context.getClassLoader();
        contexts.removeHandler(context);
        context.stop();
        context.destroy();
        return loader;
      }
    }
    throw new IllegalStateException("no " + name);
  }

  @Override
  public void stop() throws Exception {
    jetty.stop();
  }
}
