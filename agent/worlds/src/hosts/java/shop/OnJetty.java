package shop;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The shop on Jetty. Says its port and ends with its input. */
public final class OnJetty {
  private OnJetty() {}

  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    for (Map.Entry<String, Servlet> servlet : Shop.servlets().entrySet()) {
      ServletHolder holder = new ServletHolder(servlet.getValue());
      holder.setAsyncSupported(true);
      context.addServlet(holder, servlet.getKey());
    }
    for (Map.Entry<String, Filter> filter : Shop.filters().entrySet()) {
      FilterHolder holder = new FilterHolder(filter.getValue());
      context.addFilter(holder, filter.getKey(), EnumSet.of(DispatcherType.REQUEST));
    }
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(500, "/error-page");
    pages.addErrorPage("io.tollgate.api.LicenseRequiredException", "/own-page");
    context.setErrorHandler(pages);
    server.setHandler(context);
    server.start();
    System.out.println("port " + connector.getLocalPort());
    waitForTheEnd();
    server.stop();
  }

  private static void waitForTheEnd() throws IOException {
    while (System.in.read() >= 0) {
      continue;
    }
  }
}
