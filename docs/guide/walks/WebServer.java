import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves the files of a folder at a port, 0 for any, and writes that port into a file. */
public class WebServer {
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    InetAddress here = InetAddress.getLoopbackAddress();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(here, Integer.parseInt(arguments[1])), 0);
    server.createContext(
        "/",
        exchange -> {
          Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
          boolean known = file.startsWith(folder) && Files.isRegularFile(file);
          byte[] body = known ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(known ? 200 : 404, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Files.writeString(Path.of(arguments[2]), "" + server.getAddress().getPort());
  }
}
