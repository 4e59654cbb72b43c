package io.github.resnet50.model.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.zoo.ZooFetcher.FetchListener;
import io.github.resnet50.model.zoo.ZooLink.Timeouts;
import io.github.resnet50.model.zoo.ZooServer.Gate;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The second of two that fetch the same model waits for the first, and fetches nothing. */
@Timeout(60)
class TwoFetchesTest {
  @TempDir Path folder;

  private FakeZoo zoo;
  private Path target;

  @BeforeEach
  void makeZoo() throws IOException {
    zoo = new FakeZoo(folder.resolve("zoo"));
    target = folder.resolve("models").resolve("resnet50");
  }

  private FutureTask<ZooSource> start(ZooServer server, FetchListener listener) {
    Callable<ZooSource> fetch =
        () ->
            new ZooFetcher(
                    FakeZoo.places(server.location()), Timeouts.DEFAULT, folder.resolve("djl"))
                .fetch("resnet50", target, listener);
    FutureTask<ZooSource> task = new FutureTask<>(fetch);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Starts a fetch and comes back when it waits for the archive, lock in hand. */
  private FutureTask<ZooSource> startAndHang(ZooServer server, Gate gate)
      throws InterruptedException {
    FutureTask<ZooSource> first = start(server, (done, total) -> {});
    gate.awaitRequest();
    return first;
  }

  private static long archiveRequests(ZooServer server) {
    return server.requests().stream().filter(r -> r.contains(FakeZoo.ARCHIVE)).count();
  }

  @Test
  void threadsOfOneProcess() throws Exception {
    try (ZooServer server = new ZooServer(zoo.root())) {
      Gate gate = server.hang(FakeZoo.ARCHIVE);
      FutureTask<ZooSource> first = startAndHang(server, gate);
      CountDownLatch waits = new CountDownLatch(1);
      FutureTask<ZooSource> second =
          start(
              server,
              new FetchListener() {
                @Override
                public void waiting() {
                  waits.countDown();
                }

                @Override
                public void progress(long done, long total) {}
              });
      waits.await();
      gate.open();
      assertEquals(first.get(), second.get());
      assertEquals(1, archiveRequests(server));
    }
  }

  @Test
  void twoProcesses() throws Exception {
    try (ZooServer server = new ZooServer(zoo.root())) {
      Gate gate = server.hang(FakeZoo.ARCHIVE);
      FutureTask<ZooSource> first = startAndHang(server, gate);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  FetchProcess.class.getName(),
                  server.location().uri().toString(),
                  target.toString(),
                  folder.resolve("djl").toString())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader lines = process.inputReader()) {
        assertEquals("waiting", lines.readLine());
        gate.open();
        assertEquals(first.get().coordinates(), lines.readLine());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
      } finally {
        process.destroyForcibly();
      }
      assertEquals(1, archiveRequests(server));
      assertTrue(Files.exists(target.resolve("saved_model.pb")));
    }
  }
}
