package shop;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** The shop on Undertow. Says its port and ends with its input. */
public final class OnUndertow {
  private OnUndertow() {}

  public static void main(String[] arguments) throws Exception {
    DeploymentInfo application =
        Servlets.deployment()
            .setClassLoader(OnUndertow.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("shop")
            .addErrorPage(new ErrorPage("/error-page", 500))
            .addErrorPage(
                new ErrorPage("/own-page", io.tollgate.api.LicenseRequiredException.class));
    for (Map.Entry<String, Servlet> servlet : Shop.servlets().entrySet()) {
      application.addServlet(
          new ServletInfo(
                  servlet.getKey(),
                  servlet.getValue().getClass(),
                  new ImmediateInstanceFactory<>(servlet.getValue()))
              .setAsyncSupported(true)
              .addMapping(servlet.getKey()));
    }
    for (Map.Entry<String, Filter> filter : Shop.filters().entrySet()) {
      application.addFilter(
          new FilterInfo(
              filter.getKey(),
              filter.getValue().getClass(),
              new ImmediateInstanceFactory<>(filter.getValue())));
      application.addFilterUrlMapping(filter.getKey(), filter.getKey(), DispatcherType.REQUEST);
    }
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(application);
    manager.deploy();
    Undertow server = Undertow.builder().addHttpListener(0, "127.0.0.1", manager.start()).build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println("port " + address.getPort());
    waitForTheEnd();
    server.stop();
  }

  private static void waitForTheEnd() throws IOException {
    while (System.in.read() >= 0) {
      continue;
    }
  }
}
