package io.tollgate.core.jmx;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** What touches management. Not to be loaded where {@code java.management} is absent. */
final class BeanServer {
  private static final String NAME = "io.tollgate:type=License";

  private BeanServer() {}

  /**
   * Registers the bean with the JVM's own server; true if it is there then.
   *
   * <p>Wrapped in a class of the JDK, because a server tells everybody the loader of the class that
   * it was given. A server that the host has made itself ({@code javax.management.builder.initial})
   * gets nothing.
   */
  static boolean register(LicenseBean bean) {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      if (server.getClass().getClassLoader() != null) {
        return false;
      }
      server.registerMBean(
          new StandardMBean(bean, LicenseMXBean.class, true), new ObjectName(NAME));
      return true;
    } catch (JMException e) {
      // Somebody has taken the name.
      return false;
    }
  }
}
