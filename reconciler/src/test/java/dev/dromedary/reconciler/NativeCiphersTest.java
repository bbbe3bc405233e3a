package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Security;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeCiphersTest {

    @AfterEach
    void leave() {
        Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
    }

    @Test
    void theCipherOfTlsIsNative() throws GeneralSecurityException {
        NativeCiphers.use();
        assertThat(Cipher.getInstance("AES/GCM/NoPadding").getProvider())
                .isSameAs(AmazonCorrettoCryptoProvider.INSTANCE);
    }
}
