package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void aServerThatIsOnlyBusyIsAskedAgain() {
        assertThat(new Attempts(Fence.OPEN).of(() -> failing(429, 2))).isEqualTo("done");
        assertThat(calls).hasValue(3);
    }

    @Test
    void aRefusalStands() {
        Attempts attempts = new Attempts(Fence.OPEN);
        assertThatThrownBy(() -> attempts.of(() -> failing(422, 1))).hasMessageContaining("422");
        assertThat(calls).hasValue(1);
    }

    @Test
    void whoCeasedToLeadBetweenTwoAttemptsMakesNoSecond() {
        Attempts attempts = new Attempts(() -> {
            if (calls.get() > 0) {
                throw new Fence.NotLeading();
            }
        });
        assertThatThrownBy(() -> attempts.of(() -> failing(500, 1))).isInstanceOf(Fence.NotLeading.class);
        assertThat(calls).hasValue(1);
    }

    private String failing(int code, int times) {
        if (calls.incrementAndGet() <= times) {
            throw new KubernetesClientException("refused with " + code, code, null);
        }
        return "done";
    }
}
