package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreTest {

    private static final Key KEY = new Key("default", "a");

    private final AtomicLong now = new AtomicLong();
    private final Store store = new Store(new Press(), now::get);
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void listen() {
        store.listen(new Cache.Listener() {
            @Override
            public void changed(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
                heard.add(version(before) + ">" + version(after));
            }

            @Override
            public void written(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
                heard.add("ours " + version(before) + ">" + version(after));
            }
        });
    }

    @Test
    void aChangeIsToldOnceWithWhatWasThereBefore() {
        hears("7", "x");
        hears("7", "x");
        hears("8", "x");
        store.remove(KEY.toString());
        assertThat(heard).containsExactly(">7", "7>8", "8>");
    }

    @Test
    void whatWeMadeIsKnownAtOnceAndHeardOfAsOurs() {
        store.writing(KEY);
        store.written("", object("9", "x"));
        store.wrote(KEY);
        hears("9", "x");
        assertThat(store.find(KEY)).isPresent();
        assertThat(heard).containsExactly("ours >9");
    }

    @Test
    void theEventOfWhatWeAreMakingMayComeBeforeTheAnswer() {
        store.writing(KEY);
        hears("9", "x");
        store.written("", object("9", "x"));
        store.wrote(KEY);
        hears("10", "x");
        assertThat(heard).containsExactly("ours >9", "9>10");
    }

    @Test
    void anEventFromBeforeOurWriteDoesNotUndoIt() {
        hears("8", "x");
        store.written("8", object("100", "ours"));
        hears("99", "older");
        assertThat(store.version(KEY.toString())).isEqualTo("100");
        hears("101", "newer");
        assertThat(heard).containsExactly(">8", "ours 8>100", "100>101");
    }

    @Test
    void anAnswerBehindNewsThatTheWriterDidNotKnowIsLeftToTheInformer() {
        hears("8", "x");
        hears("9", "theirs");
        store.written("8", object("10", "ours"));
        assertThat(store.version(KEY.toString())).isEqualTo("9");
    }

    @Test
    void afterAWhileTheServerIsBelievedEvenWhereItGoesBack() {
        store.written("", object("100", "ours"));
        now.addAndGet(Duration.ofSeconds(16).toNanos());
        hears("50", "restored");
        assertThat(store.version(KEY.toString())).isEqualTo("50");
    }

    @Test
    void objectsAreFoundByALabelAsTheyAreNow() {
        hears("1", "x");
        assertThat(store.labelled(KEY.namespace(), "of", "x")).hasSize(1);
        hears("2", "y");
        assertThat(store.labelled(KEY.namespace(), "of", "x")).isEmpty();
        assertThat(store.labelled(KEY.namespace(), "of", "y")).hasSize(1);
        store.remove(KEY.toString());
        assertThat(store.labelled(KEY.namespace(), "of", "y")).isEmpty();
    }

    @Test
    void whatIsGoneAtAListIsFoundByItsName() {
        hears("1", "x");
        assertThat(store.values().map(store::getKey)).containsExactly(KEY.toString());
        assertThat(store.keys()).containsExactly(KEY);
    }

    private void hears(String version, String label) {
        store.put(KEY.toString(), object(version, label));
    }

    private static String version(Optional<GenericKubernetesResource> object) {
        return object.map(there -> there.getMetadata().getResourceVersion()).orElse("");
    }

    private static GenericKubernetesResource object(String version, String label) {
        return PressTest.object("a", version, Map.of("of", label));
    }
}
