package io.github.resnet50.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** Hadoop's configuration of the driver, for tasks: file systems, their keys, their addresses. */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
record HadoopSettings(byte[] written) implements Serializable {
  private static final long serialVersionUID = 1L;

  static HadoopSettings of(Configuration configuration) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    configuration.write(new DataOutputStream(bytes));
    return new HadoopSettings(bytes.toByteArray());
  }

  Configuration configuration() throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.readFields(new DataInputStream(new ByteArrayInputStream(written)));
    return configuration;
  }
}
