package io.tollgate.core.store;

import io.tollgate.core.system.Storage;
import io.tollgate.verifier.license.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * H2 in a file of the state folder, for one JVM at a time. Each commit is written before it
 * answers, so that it survives the JVM; nothing is written to any log, no hook waits for the JVM's
 * end, and the file's lock is the operating system's, which ends with the process.
 */
final class Embedded implements Database {
  static final String FILE = "store";

  private static final String SUFFIX = ".mv.db";
  private static final String USER = "TOLLGATE";
  private static final String OPTIONS =
      ";WRITE_DELAY=0;FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=4096;LOCK_TIMEOUT=3000"
          + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  private final String folder;
  private final Storage storage;
  private final Constructor<?> driver;

  private Embedded(String folder, Storage storage, Constructor<?> driver) {
    this.folder = folder;
    this.storage = storage;
    this.driver = driver;
  }

  /**
   * Loads the driver. By the connection's own class: the one that is named Driver makes itself
   * known to the whole JVM.
   */
  static Embedded load(String folder, Storage storage, DriverJars jars) throws StoreException {
    if (folder.indexOf(';') >= 0) {
      throw new StoreException(
          ErrorCode.STORE_FAILED,
          "It is " + Stores.nameOfEmbedded(folder) + ", and H2 takes no path with ';'.");
    }
    try {
      Class<?> type =
          new DriverLoader(jars.read(DriverJars.EMBEDDED)).loadClass("org.h2.jdbc.JdbcConnection");
      return new Embedded(
          folder,
          storage,
          type.getConstructor(
              String.class, Properties.class, String.class, Object.class, boolean.class));
    } catch (IOException | ReflectiveOperationException e) {
      throw new StoreException(
          ErrorCode.STORE_FAILED,
          "It is " + Stores.nameOfEmbedded(folder) + ", and its driver is not there (" + e + ").");
    }
  }

  @Override
  public String name() {
    return Stores.nameOfEmbedded(folder);
  }

  @Override
  public Connection connect() throws SQLException, StoreException {
    String path = new File(folder).getAbsolutePath() + File.separator + FILE;
    try {
      storage.open(folder);
      // The license is in it: made here, because H2 would let everybody read it.
      storage.reserve(path + SUFFIX);
    } catch (IOException e) {
      throw new StoreException(
          ErrorCode.STORE_FAILED, "It is " + name() + ", which " + e.getMessage() + ".");
    }
    Connection connection = connect("jdbc:h2:file:" + path + OPTIONS);
    connection.setAutoCommit(false);
    return connection;
  }

  private Connection connect(String url) throws SQLException, StoreException {
    try {
      return (Connection) driver.newInstance(url, new Properties(), USER, "", false);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException problem) {
        throw problem;
      }
      throw new StoreException(
          ErrorCode.STORE_FAILED, "It is " + name() + " (" + e.getCause() + ").");
    } catch (ReflectiveOperationException e) {
      throw new StoreException(ErrorCode.STORE_FAILED, "It is " + name() + " (" + e + ").");
    }
  }

  @Override
  public String scrub(String message) {
    return message;
  }
}
