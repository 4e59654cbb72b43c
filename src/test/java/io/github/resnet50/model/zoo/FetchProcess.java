package io.github.resnet50.model.zoo;

import io.github.resnet50.model.zoo.ZooFetcher.FetchListener;
import io.github.resnet50.model.zoo.ZooLink.Timeouts;
import java.net.URI;
import java.nio.file.Path;

/** The other process: fetches a model and says on standard output how that goes. */
final class FetchProcess {
  private FetchProcess() {}

  public static void main(String[] args) throws Exception {
    ZooLocation zoo = new ZooLocation(URI.create(args[0]));
    FetchListener listener =
        new FetchListener() {
          @Override
          public void waiting() {
            System.out.println("waiting");
          }

          @Override
          public void progress(long done, long total) {}
        };
    ZooSource source =
        new ZooFetcher(FakeZoo.places(zoo), Timeouts.DEFAULT, Path.of(args[2]))
            .fetch("resnet50", Path.of(args[1]), listener);
    System.out.println(source.coordinates());
  }
}
