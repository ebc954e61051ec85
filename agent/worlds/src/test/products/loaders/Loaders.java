package loaders;

import acme.Renewal;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Loaders that do not ask their parents, or have none. */
public final class Loaders {
  private Loaders() {}

  /**
   * Runs it. The API is on the class path too.
   *
   * @param arguments the product that knows the API; the API; the product that has an annotation of
   *     its own
   */
  public static void main(String[] arguments) throws Exception {
    URL[] product = {url(arguments[0]), url(arguments[1])};
    ClassLoader orphan = new URLClassLoader(product, null);
    ClassLoader childFirst = new ChildFirst(product, Loaders.class.getClassLoader());
    ClassLoader paid = new URLClassLoader(new URL[] {url(arguments[2])}, null);
    new Renewal()
        .of("without parent", () -> report(orphan, "acme.Export"))
        .of("child first", () -> report(childFirst, "acme.Export"))
        .of("paid", () -> report(paid, "acme.PaidExport"))
        .show();
  }

  private static URL url(String path) throws MalformedURLException {
    return Path.of(path).toUri().toURL();
  }

  private static String report(ClassLoader loader, String name) throws Exception {
    return (String) loader.loadClass(name).getMethod("report").invoke(null);
  }

  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> type = findLoadedClass(name);
        if (type == null && !name.startsWith("java.")) {
          try {
            type = findClass(name);
          } catch (ClassNotFoundException e) {
            // The parent has it, or nobody.
            return super.loadClass(name, resolve);
          }
        }
        return type == null ? super.loadClass(name, resolve) : type;
      }
    }
  }
}
