package io.github.resnet50.model.zoo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a folder on the loopback address, well or badly; also what a proxy is asked for. */
final class ZooServer implements AutoCloseable {
  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> cuts = new ConcurrentHashMap<>();
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private final Map<String, String> redirections = new ConcurrentHashMap<>();
  private boolean ranges = true;
  private boolean lengths = true;
  private String wholeLength; // null: as it is

  ZooServer(Path root) throws IOException {
    this.root = root;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  ZooLocation location() {
    return new ZooLocation(URI.create("http://127.0.0.1:" + port() + "/"));
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Every request: its target as the client wrote it, and the range it asked for. */
  List<String> requests() {
    return requests;
  }

  /** Ends every answer about this file after so many bytes, though it promises all; 0 for none. */
  void cut(String path, int bytes) {
    if (bytes == 0) {
      cuts.remove("/" + path);
    } else {
      cuts.put("/" + path, bytes);
    }
  }

  /** Accepts requests for this file and does not answer until the gate is opened. */
  Gate hang(String path) {
    return gates.computeIfAbsent("/" + path, p -> new Gate());
  }

  /** Where requests for a file wait. */
  static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Waits until a request waits here. */
    void awaitRequest() throws InterruptedException {
      reached.await();
    }

    void open() {
      opened.countDown();
    }
  }

  void refuseRanges() {
    ranges = false;
  }

  /** Says of parts that they end and begin where no file can. */
  void exaggerateRanges() {
    wholeLength = "99999999999999999999999";
  }

  /** Answers without saying how much will come. */
  void hideLengths() {
    lengths = false;
  }

  /** Sends who asks for one file to another, as Hugging Face does for large ones. */
  void redirect(String path, String to) {
    redirections.put("/" + path, "/" + to);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
    String path = exchange.getRequestURI().getPath();
    await(path);
    try (exchange) {
      if (redirections.containsKey(path)) {
        exchange.getResponseHeaders().set("Location", redirections.get(path));
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      Path file = root.resolve(path.substring(1));
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] content = Files.readAllBytes(file);
      int from = 0;
      if (range != null && ranges) {
        from = Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
        if (from >= content.length) {
          exchange.sendResponseHeaders(416, -1);
          return;
        }
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes %d-%d/%s"
                    .formatted(
                        from,
                        content.length - 1,
                        wholeLength == null ? content.length : wholeLength));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, lengths ? content.length - from : 0);
      int end = Math.min(content.length, from + cuts.getOrDefault(path, content.length));
      OutputStream out = exchange.getResponseBody();
      out.write(Arrays.copyOfRange(content, from, end));
      out.flush();
    }
  }

  private void await(String path) {
    Gate gate = gates.get(path);
    if (gate != null) {
      gate.reached.countDown();
      try {
        gate.opened.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    gates.values().forEach(Gate::open);
    server.stop(0);
    threads.shutdownNow();
  }
}
