package shop;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** The shop on Tomcat. Says its port and ends with its input. */
public final class OnTomcat {
  private OnTomcat() {}

  public static void main(String[] arguments) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext("", null);
    add(context, Shop.servlets(), Shop.filters());
    page(context, "/error-page").setErrorCode(500);
    page(context, "/own-page").setExceptionType("io.tollgate.api.LicenseRequiredException");
    for (String part : arguments) {
      ((Part) Class.forName(part).getConstructor().newInstance()).addTo(context);
    }
    for (ErrorPage page : PAGES) {
      context.addErrorPage(page);
    }
    tomcat.getConnector();
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    waitForTheEnd();
    tomcat.stop();
  }

  private static final java.util.List<ErrorPage> PAGES = new java.util.ArrayList<>();

  private static ErrorPage page(Context context, String location) {
    ErrorPage page = new ErrorPage();
    page.setLocation(location);
    PAGES.add(page);
    return page;
  }

  private static void waitForTheEnd() throws IOException {
    while (System.in.read() >= 0) {
      continue;
    }
  }

  /** What a framework adds. */
  public interface Part {
    void addTo(Context context);
  }

  static void add(Context context, Map<String, Servlet> servlets, Map<String, Filter> filters) {
    for (Map.Entry<String, Servlet> servlet : servlets.entrySet()) {
      Wrapper wrapper = Tomcat.addServlet(context, servlet.getKey(), servlet.getValue());
      wrapper.setAsyncSupported(true);
      wrapper.setLoadOnStartup(1);
      context.addServletMappingDecoded(servlet.getKey(), servlet.getKey());
    }
    for (Map.Entry<String, Filter> filter : filters.entrySet()) {
      FilterDef definition = new FilterDef();
      definition.setFilterName(filter.getKey());
      definition.setFilter(filter.getValue());
      definition.setAsyncSupported("true");
      context.addFilterDef(definition);
      FilterMap map = new FilterMap();
      map.setFilterName(filter.getKey());
      map.addURLPatternDecoded(filter.getKey());
      map.setDispatcher(DispatcherType.REQUEST.name());
      map.setDispatcher(DispatcherType.ASYNC.name());
      context.addFilterMap(map);
    }
  }
}
