package dev.dromedary.reconciler;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AES-GCM by the processor's own instructions. HotSpot has those for its second compiler alone, which this program runs without
 * ({@code images/reconciler.options}): by the first, what comes from the API server was deciphered at 33 MB/s, and that was more than
 * half of a start with 10,000 Functions.
 */
final class NativeCiphers {

    private static final Logger LOG = LoggerFactory.getLogger(NativeCiphers.class);

    private NativeCiphers() {}

    /** From now on TLS has them; where the library does not load, it goes on with the JDK's. */
    static void use() {
        if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
            AmazonCorrettoCryptoProvider.install();
        } else {
            LOG.info(
                    "Ciphers are the JDK's: slower, otherwise the same because={}",
                    AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError().toString());
        }
    }
}
