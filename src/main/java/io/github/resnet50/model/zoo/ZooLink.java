package io.github.resnet50.model.zoo;

import ai.djl.util.Utils;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Opens files of a zoo, through the proxy set by Java's own properties. Exceptions have a message
 * that names the host or file and the problem.
 */
final class ZooLink {
  /** No number in it is beyond those of files. */
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

  private static final int RANGE_NOT_SATISFIABLE = 416;

  /**
   * Time limits for a zoo's answers. DJL itself waits forever.
   *
   * @param connect until a connection is made
   * @param read until the next bytes arrive
   * @param metadata for the whole of the first answer, including the host's name resolution, for
   *     which Java cannot set a time-out
   */
  record Timeouts(Duration connect, Duration read, Duration metadata) {
    /** Together less than 15 s for a zoo that cannot be reached, whatever the reason. */
    static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(12));

    /** On a thread of its own: resolving a host can hang where no time-out applies. */
    <T> T firstAnswer(Callable<T> question) throws IOException {
      FutureTask<T> task = new FutureTask<>(question);
      Thread thread = new Thread(task, "zoo-metadata");
      thread.setDaemon(true);
      thread.start();
      try {
        return task.get(metadata.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new IOException("no answer within " + metadata.toMillis() / 1000.0 + " s", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
      }
    }
  }

  private final Timeouts timeouts;

  ZooLink(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /**
   * A response.
   *
   * @param start the offset in the file at which the body starts: the one requested, or 0 if the
   *     server does not support that
   * @param total bytes of the whole file, or -1 if it is unknown
   */
  record Answer(InputStream body, long start, long total) implements Closeable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Opens a file.
   *
   * @param from number of bytes received before, to be skipped
   */
  Answer open(URI uri, long from) throws IOException {
    URLConnection connection = connect(uri);
    try {
      if (connection instanceof HttpURLConnection http) {
        return ask(http, uri, from);
      }
      return new Answer(connection.getInputStream(), 0, connection.getContentLengthLong());
    } catch (IOException e) {
      throw explained(e, uri);
    }
  }

  private URLConnection connect(URI uri) throws IOException {
    String scheme = String.valueOf(uri.getScheme());
    boolean network = scheme.equals("http") || scheme.equals("https");
    // Java would open a file: URL with a host by FTP.
    if (!network && !(scheme.equals("file") && uri.getRawAuthority() == null)) {
      throw new IOException(uri + " is no place to fetch from: https:, http: or file: are");
    }
    if (network && Utils.isOfflineMode()) {
      throw new IOException("offline mode is on (DJL_OFFLINE), so no network is used");
    }
    try {
      URLConnection connection = uri.toURL().openConnection();
      connection.setConnectTimeout(Math.toIntExact(timeouts.connect().toMillis()));
      connection.setReadTimeout(Math.toIntExact(timeouts.read().toMillis()));
      connection.setUseCaches(false);
      return connection;
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new IOException(uri + ": " + e.getMessage(), e);
    }
  }

  private Answer ask(HttpURLConnection http, URI uri, long from) throws IOException {
    if (from > 0) {
      http.setRequestProperty("Range", "bytes=" + from + "-");
    }
    int status = http.getResponseCode();
    if (status == HttpURLConnection.HTTP_OK) {
      return new Answer(http.getInputStream(), 0, http.getContentLengthLong());
    }
    if (status == HttpURLConnection.HTTP_PARTIAL) {
      Matcher range = CONTENT_RANGE.matcher(String.valueOf(http.getHeaderField("Content-Range")));
      if (range.matches() && Long.parseLong(range.group(1)) == from) {
        return new Answer(http.getInputStream(), from, Long.parseLong(range.group(2)));
      }
    }
    http.disconnect();
    if (from > 0 && (status == HttpURLConnection.HTTP_PARTIAL || status == RANGE_NOT_SATISFIABLE)) {
      return open(uri, 0); // the bytes received before are not the beginning of this file
    }
    if (status == HttpURLConnection.HTTP_NOT_FOUND) {
      throw new IOException("there is no " + uri + " (HTTP 404)");
    }
    throw new IOException(uri + " answers HTTP " + status);
  }

  /** The same failure with a message that names the host. */
  IOException explained(IOException e, URI uri) {
    String host = uri.getHost();
    String message = e.getMessage();
    if (e instanceof UnknownHostException) {
      message = "the host " + message + " is not known (no network, or no name service)";
    } else if (e instanceof SocketTimeoutException) {
      message = host + " does not answer in time (" + message + ")";
    } else if (e instanceof SSLException) {
      message = "no trusted connection to " + host + ": " + message;
    } else if (e instanceof FileNotFoundException) {
      message = "there is no " + uri;
    } else if (e instanceof SocketException) {
      message = "no connection to " + host + ": " + message;
    } else {
      return e;
    }
    return new IOException(message, e);
  }
}
