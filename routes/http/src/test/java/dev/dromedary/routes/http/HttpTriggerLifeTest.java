package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How HTTPTriggers come, change, clash and go while the router runs. */
class HttpTriggerLifeTest {

    private final HttpBench door;

    HttpTriggerLifeTest() throws Exception {
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void changesAndRemovalAreLive() throws Exception {
        door.trigger("t", "a.example", "hello", "hello", 1);
        door.trigger("t", "b.example", "hello", "hello", 1);
        door.awaitStatus("b.example", 418);
        door.awaitStatus("a.example", 404);
        door.bench.resources().remove(Kind.HTTP_TRIGGER, new Key("default", "t"));
        door.awaitStatus("b.example", 404);
    }

    @Test
    void stoppingTheRouteStopsTheTrigger() throws Exception {
        door.trigger("t", "a.example", "hello", "hello", 1);
        door.bench.camel().getRouteController().stopRoute("httptrigger/default/t");
        door.awaitStatus("a.example", 404);
        door.bench.camel().getRouteController().startRoute("httptrigger/default/t");
        door.awaitStatus("a.example", 418);
    }

    @Test
    void ofTwoWithOneAddressTheOldestWinsAndTheOtherSaysSo() throws Exception {
        door.trigger("young", "a.example", "hello", "missing", 9);
        door.trigger("old", "a.example", "hello", "hello", 1);
        door.awaitStatus("a.example", 418);
        door.awaitReason("young", "AddressTaken");
        door.awaitReason("old", "Ready");
        door.bench.resources().remove(Kind.HTTP_TRIGGER, new Key("default", "old"));
        door.awaitStatus("a.example", 503);
        door.awaitReason("young", "FunctionMissing");
    }

    @Test
    void aTriggerWorksAsSoonAsItsFunctionIsThere() throws Exception {
        door.put("t", "a.example", "hello", "later", 1);
        door.awaitReason("t", "FunctionMissing");
        door.startFunction(new Key("default", "later"));
        door.awaitReason("t", "Ready");
        assertThat(door.get("a.example", "/hello").statusCode()).isEqualTo(418);
    }
}
