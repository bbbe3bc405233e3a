package dev.dromedary.routes.kinesis;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.kinesis.lease.MemorySheets;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** The room in a router without Kubernetes and without other copies, with a login to AWS in the Secret {@code default/aws}. */
final class TestRoom {

    private TestRoom() {}

    static void open(Bench bench, Egress egress) throws Exception {
        MemorySecrets secrets = new MemorySecrets();
        secrets.put(
                new Key("default", "aws"),
                Map.of(
                        "aws_access_key_id", "id".getBytes(StandardCharsets.UTF_8),
                        "aws_secret_access_key", "key".getBytes(StandardCharsets.UTF_8)));
        KinesisRoom.open(
                bench.router(),
                new KinesisRoom.Means(
                        secrets,
                        egress,
                        new KinesisRoom.Copies(new MemorySheets(), "a", "kubeless"),
                        KinesisRoom.Standard.of(InstallationDefault.NONE, Map.of(), Set.of(Honours.Letters.FUNCTION))));
    }
}
