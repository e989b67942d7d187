import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** Makes a trust store for Java of a CA bundle: java TrustStore.java BUNDLE.pem STORE.p12 PASSWORD. */
final class TrustStore {
  public static void main(String[] arguments) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var bundle = new FileInputStream(arguments[0])) {
      for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(bundle)) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
    }
    try (var out = new FileOutputStream(arguments[1])) {
      store.store(out, arguments[2].toCharArray());
    }
  }
}
