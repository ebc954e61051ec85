package servers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.startup.Tomcat;

/** Apache Tomcat. */
final class TomcatServer implements Server {
  private final Tomcat tomcat = new Tomcat();

  TomcatServer() throws Exception {
    tomcat.setBaseDir(Files.createTempDirectory(Path.of(""), "tomcat").toAbsolutePath().toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.setAddDefaultWebXmlToWebapp(false);
    tomcat.start();
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void deploy(String name, Path folder) {
    Context context = tomcat.addWebapp("/" + name, folder.toAbsolutePath().toString());
    if (context.getState() != LifecycleState.STARTED) {
      throw new IllegalStateException(name + " is " + context.getState());
    }
  }

  @Override
  public ClassLoader undeploy(String name) throws Exception {
    Container context = tomcat.getHost().findChild("/" + name);
    ClassLoader loader = ((Context) context).getLoader().getClassLoader();
    tomcat.getHost().removeChild(context);
    return loader;
  }

  @Override
  public void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
