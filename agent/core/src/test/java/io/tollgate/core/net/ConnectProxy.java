package io.tollgate.core.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A proxy that tunnels (RFC 9110 §9.3.6), whatever server is named, to one on this machine. Names
 * that end in {@code .invalid} are thereby reached.
 */
final class ConnectProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final int serverPort;
  private final Optional<String> login;
  private final List<String> tunnels = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param login {@code user:password} that it wants to be told
   */
  ConnectProxy(int serverPort, Optional<String> login) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.serverPort = serverPort;
    this.login = login;
    start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The servers that tunnels were opened to. */
  List<String> tunnels() {
    return List.copyOf(tunnels);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String request = line(client.getInputStream());
      Optional<String> credentials = Optional.empty();
      for (String header = line(client.getInputStream());
          !header.isEmpty();
          header = line(client.getInputStream())) {
        String basic = "proxy-authorization: basic ";
        if (header.regionMatches(true, 0, basic, 0, basic.length())) {
          byte[] decoded = Base64.getDecoder().decode(header.substring(basic.length()));
          credentials = Optional.of(new String(decoded, StandardCharsets.UTF_8));
        }
      }
      if (login.isPresent() && !login.equals(credentials)) {
        answer(
            client,
            "407 Who are you\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0");
        return;
      }
      tunnels.add(request.split(" ", -1)[1]);
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
        answer(client, "200 Go on");
        Thread back = start(() -> copy(server, client));
        copy(client, server);
        back.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(Socket client, String statusAndHeaders) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(("HTTP/1.1 " + statusAndHeaders + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Until either side hangs up. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The other direction has closed both.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "proxy of a test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
